package dev.scriptorium.memory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of {@code translation.unit}. */
final class PostgresUnits {

    private record Key(String sourceLanguage, String targetLanguage, UUID source, UUID variant) {

        static Key of(MemoryUnit unit) {
            return new Key(unit.sourceLanguage(), unit.targetLanguage(), TextKey.of(unit.source()), unit.variant());
        }
    }

    /** Always locked in this order, so that two transactions do not wait for each other. */
    private static final Comparator<Map.Entry<Key, MemoryUnit>> ORDER = Map.Entry.comparingByKey(
            Comparator.comparing(Key::source).thenComparing(Key::variant).thenComparing(Key::targetLanguage));

    private PostgresUnits() {}

    /**
     * Inserts units, and replaces those of no more authority; of one machine's, the one that is there stays.
     *
     * @param oneOf which of two units for one key counts
     * @return how many rows changed
     */
    static int upsert(Handle handle, String tenant, List<MemoryUnit> units, BinaryOperator<MemoryUnit> oneOf) {
        Map<Key, MemoryUnit> distinct = new LinkedHashMap<>();
        units.forEach(unit -> distinct.merge(Key.of(unit), unit, oneOf));
        List<MemoryUnit> rows = distinct.entrySet().stream()
                .sorted(ORDER)
                .map(Map.Entry::getValue)
                .toList();
        return handle.createUpdate("""
                INSERT INTO translation.unit AS u (tenant_id, source_language, target_language, source_key, context_key, variant,
                        source, target, previous_source, next_source, origin, models, model_digests, score, editor, job_id, changed_at)
                SELECT :tenant, s, t, key, context, variant, source, target, previous, next, origin,
                       string_to_array(models, ' '), string_to_array(digests, ' '), score, editor, job, now()
                FROM unnest(:sources, :targets, :keys, :contexts, :variants, :texts, :translations, :previous, :next, :origins,
                            :models, :digests, :scores, :editors, :jobs)
                     AS r (s, t, key, context, variant, source, target, previous, next, origin, models, digests, score, editor, job)
                ON CONFLICT (tenant_id, source_language, target_language, source_key, variant) DO UPDATE
                SET context_key = excluded.context_key, source = excluded.source, target = excluded.target,
                    previous_source = excluded.previous_source, next_source = excluded.next_source, origin = excluded.origin,
                    models = excluded.models, model_digests = excluded.model_digests, score = excluded.score,
                    editor = excluded.editor, job_id = excluded.job_id, changed_at = excluded.changed_at
                WHERE CASE WHEN excluded.authority = u.authority
                           THEN (u.target, u.model_digests) IS DISTINCT FROM (excluded.target, excluded.model_digests)
                                AND (u.authority > 0 OR u.model_digests <> excluded.model_digests)
                           ELSE excluded.authority > u.authority END\
                """)
                .bind("tenant", tenant)
                .bind("sources", texts(rows, MemoryUnit::sourceLanguage))
                .bind("targets", texts(rows, MemoryUnit::targetLanguage))
                .bind("keys", uuids(rows, unit -> TextKey.of(unit.source())))
                .bind("contexts", uuids(rows, unit -> unit.context().key()))
                .bind("variants", uuids(rows, MemoryUnit::variant))
                .bind("texts", texts(rows, MemoryUnit::source))
                .bind("translations", texts(rows, MemoryUnit::target))
                .bind("previous", texts(rows, unit -> unit.context().previous()))
                .bind("next", texts(rows, unit -> unit.context().next()))
                .bind("origins", texts(rows, unit -> unit.origin().name()))
                .bind("models", texts(rows, unit -> String.join(" ", unit.models())))
                .bind("digests", texts(rows, unit -> String.join(" ", unit.modelDigests())))
                .bind("scores", rows.stream().map(MemoryUnit::score).toArray(Float[]::new))
                .bind("editors", texts(rows, MemoryUnit::editor))
                .bind("jobs", uuids(rows, unit -> unit.job().orElse(null)))
                .execute();
    }

    static StoredUnit read(ResultSet row) throws SQLException {
        return new StoredUnit(
                row.getLong("unit_id"),
                new MemoryUnit(
                        row.getString("source_language"),
                        row.getString("target_language"),
                        row.getString("source"),
                        row.getString("target"),
                        new SegmentContext(row.getString("previous_source"), row.getString("next_source")),
                        UnitOrigin.valueOf(row.getString("origin")),
                        strings(row, "models"),
                        strings(row, "model_digests"),
                        row.getFloat("score"),
                        row.getString("editor"),
                        Optional.ofNullable(row.getObject("job_id", UUID.class))),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getFloat("similarity"));
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }

    /** Postgres takes no NUL in text. */
    static <T> String[] texts(List<T> values, Function<T, String> text) {
        return values.stream()
                .map(value -> text.apply(value).replace('\0', '\ufffd'))
                .toArray(String[]::new);
    }

    static <T> UUID[] uuids(List<T> values, Function<T, @Nullable UUID> uuid) {
        return values.stream().map(uuid).toArray(UUID[]::new);
    }
}
