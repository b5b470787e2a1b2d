package dev.scriptorium.memory.glossary;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.memory.PostgresTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The table {@code translation.term}. */
public final class PostgresGlossary implements Glossary, GlossaryArchive {

    private static final String OF_A_PAIR =
            "tenant_id = :tenant AND source_language = :source AND target_language = :target";

    private final PostgresTransactions transactions;

    public PostgresGlossary(PostgresTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<Term> terms(String tenant) {
        return transactions.get(handle -> handle.createQuery(
                        "SELECT * FROM translation.term WHERE tenant_id = :tenant ORDER BY term_id")
                .bind("tenant", tenant)
                .map((row, context) -> term(row))
                .list());
    }

    @Override
    public int store(String tenant, List<Term> terms, int most) {
        if (terms.isEmpty()) {
            return 0;
        }
        // Always locked in this order, so that two imports do not wait for each other.
        List<Term> rows = terms.stream().sorted(Comparator.comparing(Term::key)).toList();
        return transactions.get(handle -> {
            int changed = handle.createUpdate("""
                    INSERT INTO translation.term AS old (tenant_id, source_language, target_language, term_key, source, target,
                                                         kind, case_sensitive, note, editor, changed_at)
                    SELECT :tenant, :from, :to, key, source, target, kind, sensitive = 1, note, editor, now()
                    FROM unnest(:keys, :texts, :targets, :kinds, :sensitive, :notes, :editors)
                         AS r (key, source, target, kind, sensitive, note, editor)
                    ON CONFLICT (tenant_id, source_language, target_language, term_key) DO UPDATE
                    SET source = excluded.source, target = excluded.target, kind = excluded.kind,
                        case_sensitive = excluded.case_sensitive, note = excluded.note, editor = excluded.editor,
                        changed_at = excluded.changed_at
                    WHERE (old.source, old.target, old.kind, old.case_sensitive, old.note)
                          IS DISTINCT FROM (excluded.source, excluded.target, excluded.kind, excluded.case_sensitive, excluded.note)\
                    """)
                    .bind("tenant", tenant)
                    .bind("from", rows.getFirst().sourceLanguage())
                    .bind("to", rows.getFirst().targetLanguage())
                    .bind("keys", texts(rows, Term::key))
                    .bind("texts", texts(rows, Term::source))
                    .bind("targets", texts(rows, Term::target))
                    .bind("kinds", texts(rows, term -> term.kind().name()))
                    .bind(
                            "sensitive",
                            rows.stream()
                                    .map(term -> term.caseSensitive() ? 1 : 0)
                                    .toArray(Integer[]::new))
                    .bind("notes", texts(rows, Term::note))
                    .bind("editors", texts(rows, Term::editor))
                    .execute();
            long there = handle.createQuery("SELECT count(*) FROM translation.term WHERE " + OF_A_PAIR)
                    .bind("tenant", tenant)
                    .bind("source", rows.getFirst().sourceLanguage())
                    .bind("target", rows.getFirst().targetLanguage())
                    .mapTo(Long.class)
                    .one();
            if (there > most) {
                throw new FailureException(
                        FailureCode.LIMIT_EXCEEDED,
                        "The glossary of a pair of languages may have at most %,d terms, not %,d."
                                .formatted(most, there));
            }
            return changed;
        });
    }

    @Override
    public List<StoredTerm> list(String tenant, String sourceLanguage, String targetLanguage, long after, int limit) {
        return transactions.get(handle -> handle.createQuery("SELECT * FROM translation.term WHERE " + OF_A_PAIR
                        + " AND term_id > :after ORDER BY term_id LIMIT :limit")
                .bind("tenant", tenant)
                .bind("source", sourceLanguage)
                .bind("target", targetLanguage)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> stored(row))
                .list());
    }

    @Override
    public Optional<StoredTerm> delete(String tenant, long id) {
        return transactions.get(handle -> handle.createQuery(
                        "DELETE FROM translation.term WHERE tenant_id = :tenant AND term_id = :id RETURNING *")
                .bind("tenant", tenant)
                .bind("id", id)
                .map((row, context) -> stored(row))
                .findOne());
    }

    @Override
    public long delete(String tenant, String sourceLanguage, String targetLanguage) {
        return transactions.get(handle -> (long) handle.createUpdate("DELETE FROM translation.term WHERE " + OF_A_PAIR)
                .bind("tenant", tenant)
                .bind("source", sourceLanguage)
                .bind("target", targetLanguage)
                .execute());
    }

    private static StoredTerm stored(ResultSet row) throws SQLException {
        return new StoredTerm(
                row.getLong("term_id"),
                term(row),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }

    private static Term term(ResultSet row) throws SQLException {
        return new Term(
                row.getString("source_language"),
                row.getString("target_language"),
                row.getString("source"),
                row.getString("target"),
                TermKind.valueOf(row.getString("kind")),
                row.getBoolean("case_sensitive"),
                row.getString("note"),
                row.getString("editor"));
    }

    private static String[] texts(List<Term> terms, Function<Term, String> text) {
        return terms.stream().map(text).toArray(String[]::new);
    }
}
