package dev.scriptorium.ingest.postgres;

import static dev.scriptorium.ingest.postgres.PostgresRows.documentIds;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.ingest.file.FileBuild;
import dev.scriptorium.ingest.file.FileBuilds;
import dev.scriptorium.ingest.file.TranslatedFile;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The table {@code ingest.translated_file}. A worker holds the lock of its row while it works: it ends with its connection. */
@Singleton
public class PostgresFileBuilds implements FileBuilds {

    private static final String DUE = """
            SELECT f.task_id FROM ingest.translated_file f JOIN ingest.task t USING (task_id)
            WHERE t.finished_at IS NULL AND f.next_at <= clock_timestamp()
            ORDER BY f.next_at LIMIT 1 FOR UPDATE OF f SKIP LOCKED""";

    private final PostgresDatabase database;

    public PostgresFileBuilds(PostgresDatabase database) {
        this.database = database;
    }

    /** In the caller's transaction: the texts of these tasks are there. */
    static void add(Handle handle, List<UUID> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        INSERT INTO ingest.translated_file (task_id, document_id, target_language)
                        SELECT task_id, document_id, target FROM ingest.task WHERE task_id = ANY (:tasks)
                        ON CONFLICT (task_id) DO UPDATE SET attempt = 0, next_at = now(), sha256 = NULL""").bind("tasks", tasks.toArray(UUID[]::new)).execute();
    }

    @Override
    public Optional<Outcome> work(Function<FileBuild, Outcome> work) {
        Optional<UUID> due = database.get(handle -> handle.createQuery("""
                        UPDATE ingest.translated_file SET attempt = attempt + 1 WHERE task_id = (%s) RETURNING task_id""".formatted(DUE))
                .map((row, context) -> PostgresRows.uuid(row, "task_id"))
                .findOne());
        return due.flatMap(task -> database.get(handle -> locked(handle, task).map(build -> {
            Outcome outcome = work.apply(build);
            store(handle, outcome);
            return outcome;
        })));
    }

    private static Optional<FileBuild> locked(Handle handle, UUID task) {
        return handle.createQuery("""
                        SELECT f.*, d.tenant_id, d.file_name, d.declared_media_type, d.sha256 AS original,
                               coalesce(nullif(d.language_hint, ''), d.language, '') AS language
                        FROM ingest.translated_file f JOIN ingest.document d USING (document_id)
                        WHERE f.task_id = :task FOR UPDATE OF f SKIP LOCKED""")
                .bind("task", task)
                .map((row, context) -> build(row, segments(handle, task)))
                .findOne();
    }

    private static List<String> segments(Handle handle, UUID task) {
        return handle.createQuery("SELECT segments FROM ingest.translation_part WHERE task_id = :task ORDER BY part")
                .bind("task", task)
                .map((row, context) -> row.getString("segments"))
                .list();
    }

    private static FileBuild build(ResultSet row, List<String> segments) throws SQLException {
        return new FileBuild(
                new TaskId(PostgresRows.uuid(row, "task_id")),
                new DocumentId(PostgresRows.uuid(row, "document_id")),
                row.getInt("attempt"),
                row.getString("tenant_id"),
                row.getString("file_name"),
                row.getString("declared_media_type"),
                new Sha256(row.getString("original")),
                row.getString("language"),
                row.getString("target_language"),
                segments.size(),
                segments);
    }

    private static void store(Handle handle, Outcome outcome) {
        UUID task = outcome.build().task().value();
        switch (outcome) {
            case Outcome.Made(FileBuild build, TranslatedFile file) ->
                handle.createUpdate("""
                                UPDATE ingest.translated_file
                                SET sha256 = :sha256, size = :size, media_type = :type, report = :report::json,
                                    created_at = clock_timestamp()
                                WHERE task_id = :task""")
                        .bind("task", task)
                        .bind("sha256", file.sha256().hex())
                        .bind("size", file.size())
                        .bind("type", file.mediaType())
                        .bind("report", file.report())
                        .execute();
            case Outcome.Again again ->
                handle.createUpdate("""
                                UPDATE ingest.translated_file
                                SET next_at = clock_timestamp() + :after * interval '1 millisecond' WHERE task_id = :task""")
                        .bind("task", task)
                        .bind("after", again.after().toMillis())
                        .execute();
            case Outcome.GivenUp givenUp ->
                handle.createUpdate("DELETE FROM ingest.translated_file WHERE task_id = :task")
                        .bind("task", task)
                        .execute();
        }
    }

    @Override
    public Optional<TranslatedFile> find(DocumentId document, String targetLanguage) {
        return find(List.of(document)).stream()
                .filter(file -> file.targetLanguage().equals(targetLanguage))
                .findFirst();
    }

    @Override
    public List<TranslatedFile> find(List<DocumentId> documents) {
        return database.get(handle -> handle.createQuery("""
                        SELECT f.* FROM ingest.translated_file f JOIN ingest.task t USING (task_id)
                        WHERE f.document_id = ANY (:ids) AND t.state = 'SUCCEEDED' ORDER BY f.document_id, f.target_language""")
                .bind("ids", documentIds(documents))
                .map((row, context) -> new TranslatedFile(
                        new DocumentId(PostgresRows.uuid(row, "document_id")),
                        row.getString("target_language"),
                        new Sha256(row.getString("sha256")),
                        row.getLong("size"),
                        row.getString("media_type"),
                        row.getString("report")))
                .list());
    }
}
