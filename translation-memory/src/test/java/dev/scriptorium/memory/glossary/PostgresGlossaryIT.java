package dev.scriptorium.memory.glossary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.memory.PostgresTransactions;
import dev.scriptorium.memory.PostgresTranslationSchema;
import dev.scriptorium.testing.servers.TestServers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresGlossaryIT {

    private static PostgresGlossary glossary;

    private final String tenant = UUID.randomUUID().toString();

    @BeforeAll
    static void connect() {
        TestServers servers = TestServers.shared();
        var source = new PGSimpleDataSource();
        source.setURL(servers.jdbcUrl());
        source.setUser(servers.username());
        source.setPassword(servers.password());
        PostgresTranslationSchema.migrate(source);
        glossary = new PostgresGlossary(new PostgresTransactions(source));
    }

    private static Term term(String source, String target, TermKind kind) {
        return new Term("en", "de", source, target, kind, false, "", "Ann");
    }

    @Test
    void keepsOneTargetForATermAndForbiddenOnesBesideIt() {
        glossary.store(tenant, List.of(term("seat", "Stuhl", TermKind.TERM)), 10);

        int changed = glossary.store(
                tenant, List.of(term("Seat", "Sitz", TermKind.TERM), term("seat", "Stuhl", TermKind.FORBIDDEN)), 10);

        assertThat(changed).isEqualTo(2);
        assertThat(glossary.terms(tenant))
                .containsExactlyInAnyOrder(
                        term("Seat", "Sitz", TermKind.TERM), term("seat", "Stuhl", TermKind.FORBIDDEN));
        assertThat(glossary.store(tenant, List.of(term("Seat", "Sitz", TermKind.TERM)), 10))
                .isZero();
    }

    @Test
    void takesAsManyTermsAsTheLimitSaysAndNoneMore() {
        List<Term> two = List.of(term("a", "b", TermKind.TERM), term("c", "d", TermKind.TERM));

        assertThat(glossary.store(tenant, two, 2)).isEqualTo(2);
        assertThatThrownBy(() -> glossary.store(tenant, List.of(term("e", "f", TermKind.TERM)), 2))
                .hasMessageContaining("at most 2 terms, not 3");
        assertThat(glossary.terms(tenant)).hasSize(2);
    }

    @Test
    void keepsTenantsAndPairsApart() {
        glossary.store(tenant, List.of(term("a", "b", TermKind.TERM)), 2);
        long id = glossary.list(tenant, "en", "de", 0, 1).getFirst().id();

        assertThat(glossary.terms("another tenant")).isEmpty();
        assertThat(glossary.list(tenant, "en", "fr", 0, 1)).isEmpty();
        assertThat(glossary.delete("another tenant", id)).isEmpty();
        assertThat(glossary.delete(tenant, "en", "fr")).isZero();
        assertThat(glossary.delete(tenant, id)).isPresent();
        assertThat(glossary.delete(tenant, "en", "de")).isZero();
    }
}
