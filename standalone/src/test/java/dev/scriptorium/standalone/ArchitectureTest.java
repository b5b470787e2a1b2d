package dev.scriptorium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.scriptorium.testing.architecture.ArchitectureRules;
import dev.scriptorium.testing.architecture.PackagedConfiguration;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules on the classes of the whole product: this module is the one that sees them all. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/proto/v1/") && !location.contains("scriptorium/testing"))
            .importPackages("dev.scriptorium");

    static Stream<String> rules() {
        return ArchitectureRules.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isKept(String name) {
        ArchRule rule = ArchitectureRules.all().get(name);

        rule.check(PRODUCT);
    }

    @Test
    void seesTheClassesOfEveryService() {
        assertThat(Stream.of(
                        "core",
                        "runtime",
                        "ingest",
                        "tokenizer",
                        "inference",
                        "summarizer",
                        "translator",
                        "standalone"))
                .allMatch(area ->
                        PRODUCT.stream().anyMatch(type -> type.getPackageName().startsWith("dev.scriptorium." + area)));
    }

    @Test
    void noKeyIsSetByTwoJars() throws IOException {
        assertThat(PackagedConfiguration.duplicateKeys(getClass().getClassLoader()))
                .isEmpty();
    }
}
