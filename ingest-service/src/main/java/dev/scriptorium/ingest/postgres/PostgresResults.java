package dev.scriptorium.ingest.postgres;

import static dev.scriptorium.ingest.postgres.PostgresRows.ints;
import static dev.scriptorium.ingest.postgres.PostgresRows.texts;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.ingest.result.Provenance;
import dev.scriptorium.ingest.result.ResultJson;
import dev.scriptorium.ingest.result.ResultReader;
import dev.scriptorium.ingest.result.StoredResult.StoredClassification;
import dev.scriptorium.ingest.result.StoredResult.StoredSummary;
import dev.scriptorium.ingest.result.StoredResult.StoredTranslation;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.LabelScore;
import dev.scriptorium.proto.translator.v1.SegmentMatch;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The tables {@code ingest.summary}, {@code translation_part} and {@code classification}: written once, read by document. */
@Singleton
public class PostgresResults implements ResultReader {

    private final PostgresDatabase database;

    public PostgresResults(PostgresDatabase database) {
        this.database = database;
    }

    /** In the caller's transaction. A result that is there stays. */
    static void insert(Handle handle, List<TaskCompleted> results) {
        List<TaskCompleted> summaries =
                results.stream().filter(TaskCompleted::hasSummary).toList();
        List<TaskCompleted> translations =
                results.stream().filter(TaskCompleted::hasTranslation).toList();
        List<TaskCompleted> classifications =
                results.stream().filter(TaskCompleted::hasClassification).toList();
        if (!summaries.isEmpty()) {
            insertSummaries(handle, summaries);
        }
        if (!translations.isEmpty()) {
            insertTranslations(handle, translations);
        }
        if (!classifications.isEmpty()) {
            insertClassifications(handle, classifications);
        }
    }

    private static void insertSummaries(Handle handle, List<TaskCompleted> results) {
        Update insert = handle.createUpdate("""
                INSERT INTO ingest.summary (task_id, document_id, style, language, sentences, coverage, shortfall, models, model_digests,
                                            parameters, software_version, input_tokens, output_tokens, model_micros)
                SELECT t.task_id, t.document_id, r.style, r.language, r.sentences::json, r.coverage::json, r.shortfall,
                       r.models::text[], r.digests::text[], json_build_object('sentences', t.sentences, 'style', r.style),
                       r.version, r.input, r.output, r.micros
                FROM unnest(:tasks, :styles, :languages, :sentences, :coverages, :shortfalls, :models, :digests, :versions, :inputs, :outputs, :micros)
                     AS r (task, style, language, sentences, coverage, shortfall, models, digests, version, input, output, micros)
                JOIN ingest.task t ON t.task_id = r.task
                ON CONFLICT DO NOTHING""");
        bindCommon(insert, results)
                .bind("styles", texts(results, r -> ResultJson.style(r.getSummary())))
                .bind("sentences", texts(results, r -> ResultJson.sentences(r.getSummary())))
                .bind("coverages", texts(results, r -> ResultJson.coverage(r.getSummary())))
                .bind(
                        "shortfalls",
                        texts(results, r -> ResultJson.nameOf(r.getSummary().getShortfall())))
                .execute();
    }

    private static void insertTranslations(Handle handle, List<TaskCompleted> results) {
        Update insert = handle.createUpdate("""
                INSERT INTO ingest.translation_part (task_id, part, document_id, target_language, language, language_path, text,
                                                     segments, segments_new, segments_repeated, segments_exact, segments_in_context,
                                                     models, model_digests, parameters, software_version,
                                                     input_tokens, output_tokens, model_micros)
                SELECT t.task_id, r.part, t.document_id, t.target, r.language, r.path::text[], r.text,
                       r.segments::json, r.new, r.repeated, r.exact, r.in_context, r.models::text[], r.digests::text[],
                       json_build_object('target', t.target, 'source', d.language_hint),
                       r.version, r.input, r.output, r.micros
                FROM unnest(:tasks, :parts, :languages, :paths, :texts, :segments, :new, :repeated, :exact, :context, :models, :digests, :versions, :inputs, :outputs, :micros)
                     AS r (task, part, language, path, text, segments, new, repeated, exact, in_context, models, digests, version, input, output, micros)
                JOIN ingest.task t ON t.task_id = r.task
                JOIN ingest.document d USING (document_id)
                ON CONFLICT DO NOTHING""");
        bindCommon(insert, results)
                .bind("parts", ints(results, TaskCompleted::getPartIndex))
                .bind(
                        "paths",
                        texts(
                                results,
                                r -> PostgresRows.array(r.getTranslation().getPathList())))
                .bind("texts", texts(results, r -> ResultJson.text(r.getTranslation())))
                .bind("segments", texts(results, r -> ResultJson.segments(r.getTranslation())))
                .bind("new", ints(results, r -> count(r, SegmentMatch.SEGMENT_MATCH_NEW)))
                .bind("repeated", ints(results, r -> count(r, SegmentMatch.SEGMENT_MATCH_REPEATED)))
                .bind("exact", ints(results, r -> count(r, SegmentMatch.SEGMENT_MATCH_EXACT)))
                .bind("context", ints(results, r -> count(r, SegmentMatch.SEGMENT_MATCH_IN_CONTEXT)))
                .execute();
    }

    private static int count(TaskCompleted result, SegmentMatch match) {
        return (int) result.getTranslation().getSegmentsList().stream()
                .filter(segment -> segment.getMatch() == match)
                .count();
    }

    private static void insertClassifications(Handle handle, List<TaskCompleted> results) {
        Update insert = handle.createUpdate("""
                INSERT INTO ingest.classification (task_id, document_id, label_set, language, label, score, scores, segments,
                                                   models, model_digests, parameters, software_version,
                                                   input_tokens, output_tokens, model_micros)
                SELECT t.task_id, t.document_id, t.target, r.language, r.label, r.score::real, r.scores::json,
                       r.segments::json, r.models::text[], r.digests::text[], json_build_object('labelSet', t.target),
                       r.version, r.input, r.output, r.micros
                FROM unnest(:tasks, :languages, :labels, :best, :scores, :segments, :models, :digests, :versions, :inputs, :outputs, :micros)
                     AS r (task, language, label, score, scores, segments, models, digests, version, input, output, micros)
                JOIN ingest.task t ON t.task_id = r.task
                ON CONFLICT DO NOTHING""");
        bindCommon(insert, results)
                .bind(
                        "labels",
                        texts(
                                results,
                                r -> ResultJson.withoutNul(r.getClassification().getLabel())))
                .bind("best", texts(results, r -> Float.toString(bestScore(r.getClassification()))))
                .bind("scores", texts(results, r -> ResultJson.scores(r.getClassification())))
                .bind("segments", texts(results, r -> ResultJson.segments(r.getClassification())))
                .execute();
    }

    private static Update bindCommon(Update insert, List<TaskCompleted> results) {
        return insert.bind("tasks", PostgresRows.uuids(results, r -> UUID.fromString(r.getTaskId())))
                .bind("languages", texts(results, TaskCompleted::getLanguage))
                .bind(
                        "models",
                        texts(results, r -> PostgresRows.array(r.getProvenance().getModelsList())))
                .bind(
                        "digests",
                        texts(results, r -> PostgresRows.array(r.getProvenance().getModelDigestsList())))
                .bind("versions", texts(results, r -> r.getProvenance().getSoftwareVersion()))
                .bind(
                        "inputs",
                        PostgresRows.longs(results, r -> r.getProvenance().getInputTokens()))
                .bind(
                        "outputs",
                        PostgresRows.longs(results, r -> r.getProvenance().getOutputTokens()))
                .bind(
                        "micros",
                        PostgresRows.longs(results, r -> r.getProvenance().getModelMicros()));
    }

    private static float bestScore(Classification classification) {
        return classification.getScoresList().stream()
                .map(LabelScore::getScore)
                .max(Float::compare)
                .orElse(0f);
    }

    @Override
    public Optional<StoredSummary> summary(String tenant, DocumentId document) {
        return read(
                        "summary",
                        "r.document_id",
                        tenant,
                        document,
                        null,
                        row -> new StoredSummary(
                                row.getString("style"),
                                row.getString("language"),
                                row.getString("sentences"),
                                row.getString("coverage"),
                                row.getString("shortfall"),
                                provenance(row)))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<StoredTranslation> translation(String tenant, DocumentId document, String targetLanguage) {
        return translations(tenant, document, targetLanguage).stream().findFirst();
    }

    @Override
    public List<StoredTranslation> translations(String tenant, DocumentId document) {
        return translations(tenant, document, null);
    }

    private List<StoredTranslation> translations(String tenant, DocumentId document, @Nullable String language) {
        Map<String, StoredTranslation> whole = new LinkedHashMap<>();
        read(
                        "translation_part",
                        "r.target_language, r.part",
                        tenant,
                        document,
                        language,
                        row -> new StoredTranslation(
                                row.getString("target_language"),
                                PostgresRows.texts(row, "language_path"),
                                "SUCCEEDED".equals(row.getString("task_state")),
                                row.getString("text"),
                                List.of(row.getString("segments")),
                                provenance(row)))
                .forEach(part -> whole.merge(part.targetLanguage(), part, PostgresResults::append));
        return List.copyOf(whole.values());
    }

    @Override
    public List<StoredClassification> classifications(String tenant, DocumentId document) {
        return read(
                "classification",
                "r.label_set",
                tenant,
                document,
                null,
                row -> new StoredClassification(
                        row.getString("label_set"),
                        row.getString("label"),
                        row.getFloat("score"),
                        row.getString("scores"),
                        row.getString("segments"),
                        provenance(row)));
    }

    private <T> List<T> read(
            String table, String order, String tenant, DocumentId document, @Nullable String language, Row<T> reader) {
        String only = language == null ? "" : " AND t.target = :language";
        return database.get(handle -> {
            var query = handle.createQuery("SELECT r.*, t.state AS task_state FROM ingest." + table
                            + " r JOIN ingest.task t USING (task_id) JOIN ingest.document d ON d.document_id = r.document_id"
                            + " WHERE r.document_id = :document AND d.tenant_id = :tenant" + only + " ORDER BY "
                            + order)
                    .bind("document", document.value())
                    .bind("tenant", tenant);
            if (language != null) {
                query.bind("language", language);
            }
            return query.map((row, context) -> reader.read(row)).list();
        });
    }

    private static StoredTranslation append(StoredTranslation first, StoredTranslation next) {
        List<String> segments = new ArrayList<>(first.segmentsJson());
        segments.addAll(next.segmentsJson());
        Provenance a = first.provenance();
        Provenance b = next.provenance();
        return new StoredTranslation(
                first.targetLanguage(),
                first.path(),
                first.complete(),
                first.text() + next.text(),
                segments,
                new Provenance(
                        distinct(a, b, Provenance::models),
                        distinct(a, b, Provenance::modelDigests),
                        b.softwareVersion(),
                        a.inputTokens() + b.inputTokens(),
                        a.outputTokens() + b.outputTokens(),
                        a.modelMicros() + b.modelMicros(),
                        b.createdAt()));
    }

    private static List<String> distinct(Provenance a, Provenance b, Function<Provenance, List<String>> values) {
        return Stream.of(a, b)
                .flatMap(provenance -> values.apply(provenance).stream())
                .distinct()
                .toList();
    }

    private static Provenance provenance(ResultSet row) throws SQLException {
        return new Provenance(
                PostgresRows.texts(row, "models"),
                PostgresRows.texts(row, "model_digests"),
                row.getString("software_version"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("model_micros"),
                PostgresRows.presentInstant(row, "created_at"));
    }

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }
}
