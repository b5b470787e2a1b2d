package dev.scriptorium.testing.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule against classes planted to break it: a rule that never was red guards nothing. */
class ArchitectureRulesTest {
    private static final JavaClasses PLANTED = new ClassFileImporter()
            .importPackages(
                    "dev.scriptorium.core.planted",
                    "dev.scriptorium.ingest.planted",
                    "dev.scriptorium.translator.planted");

    @ParameterizedTest
    @CsvSource({
        "core is plain Java, NotPlain",
        "ingest knows no other service, Offender",
        "translator knows no other service, Neighbour",
        "JDBC stays in Postgres classes, Connection",
        "Kafka stays at the edges, Admin",
        "packages form no cycles, Cycle detected",
        "no field injection, Offender.neighbour",
        "time comes from a clock, Instant.now()",
    })
    void isBrokenByTheClassPlantedForIt(String rule, String named) {
        ArchRule broken = ArchitectureRules.all().get(rule);

        assertThatThrownBy(() -> broken.check(PLANTED))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("because")
                .hasMessageContaining(named);
    }
}
