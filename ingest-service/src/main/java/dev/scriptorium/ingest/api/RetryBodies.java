package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.job.FailureCount;
import dev.scriptorium.ingest.progress.JobRetrier;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Requests that work on finished documents again, and the answers. */
final class RetryBodies {

    private RetryBodies() {}

    /** Tasks for the documents of a job. */
    @Schema(
            name = "MoreTasks",
            requiredProperties = {"tasks"},
            example = """
            {"tasks": {"translate": ["fr"]}}""")
    public record MoreTasks(@Nullable TasksBody tasks) {

        TasksBody required() {
            if (tasks == null) {
                throw JsonBody.bad("tasks is missing.");
            }
            return tasks;
        }
    }

    /** What was opened again. */
    @Schema(name = "Retried")
    public record RetriedView(int jobs, int documents) {

        static RetriedView of(JobRetrier.Retried retried) {
            return new RetriedView(retried.jobs(), retried.documents());
        }
    }

    /** Failed tasks with one code in one stage. */
    @Schema(name = "FailureCount")
    public record FailureCountView(
            String code,
            String stage,
            long tasks,
            long documents,
            long jobs,

            @Schema(description = "When the last of them failed")
            Instant newest) {

        static FailureCountView of(FailureCount count) {
            return new FailureCountView(
                    count.code(), count.stage(), count.tasks(), count.documents(), count.jobs(), count.newest());
        }
    }

    /** Failed tasks by code and stage, the most frequent first. */
    @Schema(name = "Failures")
    public record FailuresView(List<FailureCountView> failures) {}
}
