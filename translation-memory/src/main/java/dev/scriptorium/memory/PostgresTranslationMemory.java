package dev.scriptorium.memory;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The table {@code translation.unit}. One statement for a batch, by its unique index. */
public final class PostgresTranslationMemory implements TranslationMemory, MemoryArchive {

    private static final int ROWS_AT_ONCE = 1_000;

    private static final String FITS = """
            u.tenant_id = :tenant
            AND (:source::text IS NULL OR u.source_language = :source)
            AND (:target::text IS NULL OR u.target_language = :target)
            AND (:origin::text IS NULL OR u.origin = :origin)\
            """;

    private final PostgresTransactions transactions;

    public PostgresTranslationMemory(PostgresTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<Optional<MemoryMatch>> find(String tenant, List<SoughtSegment> segments) {
        return segments.isEmpty() ? List.of() : transactions.get(handle -> find(handle, tenant, segments));
    }

    private static List<Optional<MemoryMatch>> find(Handle handle, String tenant, List<SoughtSegment> segments) {
        List<Optional<MemoryMatch>> found = new ArrayList<>(Collections.nCopies(segments.size(), Optional.empty()));
        handle.createQuery("""
                SELECT r.n, u.origin, u.target, u.score, u.context_key = r.context AND r.context <> :none AS in_context
                FROM unnest(:sources, :targets, :keys, :contexts, :digests) WITH ORDINALITY AS r (s, t, key, context, digests, n)
                CROSS JOIN LATERAL (
                    SELECT * FROM translation.unit u
                    WHERE u.tenant_id = :tenant AND u.source_language = r.s AND u.target_language = r.t AND u.source_key = r.key
                      AND (u.authority > 0 OR u.model_digests = string_to_array(r.digests, ' '))
                    ORDER BY u.authority DESC, u.variant = r.context DESC, u.variant = :none DESC, u.changed_at DESC, u.unit_id DESC
                    LIMIT 1) u\
                """)
                .bind("none", TextKey.NONE)
                .bind("tenant", tenant)
                .bind("sources", PostgresUnits.texts(segments, SoughtSegment::sourceLanguage))
                .bind("targets", PostgresUnits.texts(segments, SoughtSegment::targetLanguage))
                .bind("keys", PostgresUnits.uuids(segments, segment -> TextKey.of(segment.text())))
                .bind(
                        "contexts",
                        PostgresUnits.uuids(
                                segments, segment -> segment.context().key()))
                .bind("digests", PostgresUnits.texts(segments, segment -> String.join(" ", segment.modelDigests())))
                .map((row, context) -> found.set(
                        row.getInt("n") - 1,
                        Optional.of(new MemoryMatch(
                                UnitOrigin.valueOf(row.getString("origin")),
                                row.getBoolean("in_context"),
                                row.getString("target"),
                                row.getFloat("score")))))
                .list();
        return found;
    }

    @Override
    public List<MemoryMatch> keep(String tenant, List<MemoryUnit> units) {
        if (units.isEmpty()) {
            return List.of();
        }
        List<SoughtSegment> sought = units.stream()
                .map(unit -> new SoughtSegment(
                        unit.sourceLanguage(),
                        unit.targetLanguage(),
                        unit.source(),
                        unit.context(),
                        unit.modelDigests()))
                .toList();
        List<Optional<MemoryMatch>> standing = transactions.get(handle -> {
            PostgresUnits.upsert(handle, tenant, units, (first, second) -> first);
            return find(handle, tenant, sought);
        });
        return IntStream.range(0, units.size())
                .mapToObj(i -> standing.get(i).orElseGet(() -> own(units.get(i))))
                .toList();
    }

    /** A unit that another one was put in the place of, or that was deleted, a moment later. */
    private static MemoryMatch own(MemoryUnit unit) {
        return new MemoryMatch(unit.origin(), false, unit.target(), unit.score());
    }

    @Override
    public int store(String tenant, List<MemoryUnit> units) {
        return units.isEmpty()
                ? 0
                : transactions.get(handle -> PostgresUnits.upsert(handle, tenant, units, (first, second) -> second));
    }

    @Override
    public void each(String tenant, UnitFilter filter, Consumer<StoredUnit> consumer) {
        long after = 0;
        List<StoredUnit> page;
        do {
            page = list(tenant, filter, after, ROWS_AT_ONCE);
            page.forEach(consumer);
            after = page.isEmpty() ? after : page.getLast().id();
        } while (page.size() == ROWS_AT_ONCE);
    }

    @Override
    public List<StoredUnit> list(String tenant, UnitFilter filter, long after, int limit) {
        return transactions.get(handle -> filtered(
                        handle.createQuery("SELECT u.*, 1::real AS similarity FROM translation.unit u WHERE " + FITS
                                + " AND u.unit_id > :after ORDER BY u.unit_id LIMIT :limit"),
                        tenant,
                        filter)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> PostgresUnits.read(row))
                .list());
    }

    @Override
    public List<StoredUnit> similar(String tenant, UnitFilter filter, String text, float leastSimilarity, int limit) {
        return transactions.get(handle -> {
            requireTrigrams(handle);
            handle.createQuery(
                            "SELECT set_config('search_path', 'translation, ' || current_setting('search_path'), true) AS path,"
                                    + " set_config('pg_trgm.similarity_threshold', :least, true) AS least")
                    .bind("least", Float.toString(leastSimilarity))
                    .mapToMap()
                    .list();
            return filtered(
                            handle.createQuery(
                                    "SELECT u.*, similarity(u.source, :text) AS similarity FROM translation.unit u"
                                            + " WHERE " + FITS
                                            + " AND u.source % :text ORDER BY similarity DESC, u.authority DESC, u.unit_id LIMIT :limit"),
                            tenant,
                            filter)
                    .bind("text", TextKey.normalised(text))
                    .bind("limit", limit)
                    .map((row, context) -> PostgresUnits.read(row))
                    .list();
        });
    }

    private static void requireTrigrams(Handle handle) {
        boolean installed = handle.createQuery("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')")
                .mapTo(Boolean.class)
                .one();
        if (!installed) {
            throw new FailureException(
                    FailureCode.DEPENDENCY_UNAVAILABLE,
                    "Similar texts are found with the extension pg_trgm, which this Postgres does not have.");
        }
    }

    @Override
    public Optional<StoredUnit> delete(String tenant, long id) {
        return transactions.get(
                handle -> handle.createQuery("DELETE FROM translation.unit WHERE tenant_id = :tenant AND unit_id = :id"
                                + " RETURNING *, 1::real AS similarity")
                        .bind("tenant", tenant)
                        .bind("id", id)
                        .map((row, context) -> PostgresUnits.read(row))
                        .findOne());
    }

    @Override
    public long delete(String tenant, UnitFilter filter) {
        return transactions.get(handle ->
                (long) filtered(handle.createUpdate("DELETE FROM translation.unit u WHERE " + FITS), tenant, filter)
                        .execute());
    }

    private static <S extends SqlStatement<S>> S filtered(S statement, String tenant, UnitFilter filter) {
        return statement
                .bind("tenant", tenant)
                .bind("source", filter.sourceLanguage().orElse(null))
                .bind("target", filter.targetLanguage().orElse(null))
                .bind("origin", filter.origin().map(UnitOrigin::name).orElse(null));
    }
}
