package dev.scriptorium.testing.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.testing.documentation.ConfigurationKeys.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/configuration.md} lists every key as the code has it. Write the table anew with
 * {@code ./mvnw -pl testing test -Dtest=ConfigurationPageTest -Dscriptorium.docs=write}.
 */
class ConfigurationPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve(Path.of("docs", "configuration.md"));
    private static final String BEGIN =
            "<!-- The table is generated from the Javadoc of the configuration interfaces: ConfigurationPageTest. -->\n\n";
    private static final String END = "\n<!-- End of the generated table. -->\n";

    @TempDir
    private Path folder;

    @Test
    void thePageListsEveryKeyWithItsDefaultAndMeaning() throws IOException {
        String page = Files.readString(PAGE);
        String generated = ConfigurationKeys.of(ROOT).table();
        if ("write".equals(System.getProperty("scriptorium.docs"))) {
            page = page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
                    + generated
                    + page.substring(page.indexOf(END));
            Files.writeString(PAGE, page);
        }

        assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)))
                .isEqualTo(generated);
    }

    @Test
    void everyKeyHasAMeaning() {
        assertThat(ConfigurationKeys.of(ROOT).keys())
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key.meaning()).as(key.name()).isNotBlank());
    }

    @Test
    void readsNestedKeysNamesDefaultsAndJavadoc() throws IOException {
        Path sources = Files.createDirectories(folder.resolve(Path.of("module", "src", "main", "java")));
        Files.writeString(sources.resolve("SomeConfig.java"), """
                @ConfigMapping(prefix = SomeConfig.PREFIX)
                interface SomeConfig {
                    String PREFIX = "some.thing";

                    /**
                     * How long a {@code job} may
                     * take.
                     */
                    @WithDefault("${LIMIT:7D}")
                    Duration jobExpiry();

                    /** A group. */
                    Limits limits();

                    interface Limits {
                        /** The size; a|b. */
                        @WithName("document.size")
                        java.util.Optional<DataSize> document();
                    }
                }
                """);

        assertThat(ConfigurationKeys.of(folder).keys())
                .containsExactly(
                        new Key("some.thing.job-expiry", "`LIMIT`, else `7D`", "How long a `job` may take."),
                        new Key("some.thing.limits.document.size", "", "The size; a\\|b."));
    }
}
