package dev.scriptorium.e2e;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What holds in the database when all jobs are over, whatever happened meanwhile. */
final class Invariants {
    private static final String TERMINAL = "('SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED', 'EXPIRED')";

    /** Each query finds breaches: one text for each. */
    private static final Map<String, String> BREACHES = new LinkedHashMap<>();

    static {
        BREACHES.put(
                "a document is not over",
                "SELECT document_id || ' ' || state FROM ingest.document WHERE state NOT IN " + TERMINAL
                        + " OR finished_at IS NULL");
        BREACHES.put(
                "a task is not over", "SELECT task_id || ' ' || state FROM ingest.task WHERE state NOT IN " + TERMINAL);
        BREACHES.put(
                "a job is not over", "SELECT job_id || ' ' || state FROM ingest.job WHERE state NOT IN " + TERMINAL);
        BREACHES.put(
                "a document was lost",
                "SELECT j.job_id || ': ' || j.documents || ' accepted' FROM ingest.job j WHERE j.documents <>"
                        + " (SELECT count(*) FROM ingest.document d WHERE d.job_id = j.job_id)");
        BREACHES.put("a task succeeded without exactly one result", """
                SELECT t.task_id || ' ' || t.kind || ' ' || t.target || ': ' || n.results FROM ingest.task t,
                LATERAL (SELECT (SELECT count(*) FROM ingest.summary s WHERE s.task_id = t.task_id)
                              + (SELECT count(*) FROM ingest.classification c WHERE c.task_id = t.task_id)
                              + (SELECT count(DISTINCT target_language) FROM ingest.translation_part p WHERE p.task_id = t.task_id)
                         AS results) n
                WHERE t.state = 'SUCCEEDED' AND n.results <> 1""");
        BREACHES.put("a task failed and has a result", """
                SELECT t.task_id || ' ' || t.state FROM ingest.task t WHERE t.state <> 'SUCCEEDED'
                AND (EXISTS (SELECT FROM ingest.summary s WHERE s.task_id = t.task_id)
                  OR EXISTS (SELECT FROM ingest.classification c WHERE c.task_id = t.task_id))""");
        BREACHES.put(
                "a task failed without a code",
                "SELECT task_id || '' FROM ingest.task WHERE state = 'FAILED' AND coalesce(failure_code, '') = ''");
        BREACHES.put("a part of a translation is missing or doubled", """
                SELECT t.task_id || ': ' || count(*) || ' parts up to ' || max(p.part) FROM ingest.task t
                JOIN ingest.translation_part p USING (task_id) WHERE t.state = 'SUCCEEDED'
                GROUP BY t.task_id HAVING count(*) <> max(p.part) + 1 OR count(DISTINCT p.part) <> count(*)""");
        BREACHES.put("a result is there twice", """
                SELECT document_id || ' ' || kind || ' ' || target || ': ' || count(*) FROM
                (SELECT document_id, 'summarize' AS kind, '' AS target FROM ingest.summary
                 UNION ALL SELECT document_id, 'classify', label_set FROM ingest.classification
                 UNION ALL SELECT document_id, 'translate', target_language || part FROM ingest.translation_part) r
                GROUP BY document_id, kind, target HAVING count(*) > 1""");
        BREACHES.put(
                "a task is there twice",
                "SELECT document_id || ' ' || kind || target FROM ingest.task GROUP BY document_id, kind, target HAVING count(*) > 1");
        BREACHES.put("a job's counts do not add up", """
                SELECT j.job_id || '' FROM ingest.job j,
                LATERAL (SELECT count(*) FILTER (WHERE state = 'SUCCEEDED') AS succeeded,
                                count(*) FILTER (WHERE state = 'PARTIAL') AS partial,
                                count(*) FILTER (WHERE state = 'FAILED') AS failed
                         FROM ingest.document d WHERE d.job_id = j.job_id) d,
                LATERAL (SELECT count(*) AS tasks FROM ingest.task t JOIN ingest.document d USING (document_id)
                         WHERE d.job_id = j.job_id) t
                WHERE (j.documents_succeeded, j.documents_partial, j.documents_failed, j.tasks, j.tasks_over)
                      <> (d.succeeded, d.partial, d.failed, t.tasks, t.tasks)""");
        BREACHES.put("a document's state is not that of its tasks", """
                SELECT d.document_id || ' ' || d.state FROM ingest.document d,
                LATERAL (SELECT bool_and(state = 'SUCCEEDED') AS all_succeeded, bool_or(state = 'SUCCEEDED') AS one_succeeded
                         FROM ingest.task t WHERE t.document_id = d.document_id) t
                WHERE (d.state = 'SUCCEEDED') <> t.all_succeeded
                   OR (d.state = 'PARTIAL') <> (t.one_succeeded AND NOT t.all_succeeded)""");
    }

    private Invariants() {}

    /** Every breach in words; empty when all is well. */
    static List<String> breaches(Connection database) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = database.createStatement()) {
            for (Map.Entry<String, String> breach : BREACHES.entrySet()) {
                try (ResultSet rows = statement.executeQuery(breach.getValue())) {
                    while (rows.next()) {
                        found.add(breach.getKey() + ": " + rows.getString(1));
                    }
                }
            }
        }
        return found;
    }

    /** The text of every result of a job by file and task: the same after a fault as without one. */
    static Map<String, String> texts(Connection database, String job) throws SQLException {
        Map<String, String> texts = new TreeMap<>();
        try (var statement = database.prepareStatement("""
                SELECT d.file_name || ' summary', (SELECT string_agg(e.value ->> 'text', ' ' ORDER BY e.index)
                    FROM json_array_elements(s.sentences) WITH ORDINALITY AS e (value, index))
                FROM ingest.summary s JOIN ingest.document d USING (document_id) WHERE d.job_id = ?::uuid
                UNION ALL SELECT d.file_name || ' ' || t.target_language, t.text
                FROM ingest.translation t JOIN ingest.document d USING (document_id) WHERE d.job_id = ?::uuid
                UNION ALL SELECT d.file_name || ' ' || c.label_set, c.label
                FROM ingest.classification c JOIN ingest.document d USING (document_id) WHERE d.job_id = ?::uuid""")) {
            for (int parameter = 1; parameter <= 3; parameter++) {
                statement.setString(parameter, job);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.put(rows.getString(1), String.valueOf(rows.getString(2)));
                }
            }
        }
        return texts;
    }
}
