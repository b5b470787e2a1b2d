package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.job.Job;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A job as the API shows it. */
@Schema(name = "Job")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobView(
        String id,
        State state,
        Counts documents,

        @Schema(description = "From 0 to 1: the share of tasks with a result or a failure")
        double progress,

        @Schema(description = "When the job ends if it goes on at its pace so far") @Nullable
        Instant expectedEnd,

        Job.Usage usage,

        @Schema(description = "The job whose documents it has, where it was submitted as a re-run") @Nullable
        String rerunOf,

        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant cancellingAt,
        @Nullable Instant finishedAt,

        @Schema(description = "Of a new job with a webhook; shown in the answer to its submission only")
        WebhookBodies.@Nullable CreatedWithJob webhook) {

    static JobView of(Job job, Instant now) {
        return of(job, now, null);
    }

    static JobView of(Job job, Instant now, WebhookBodies.@Nullable CreatedWithJob webhook) {
        return new JobView(
                job.id().toString(),
                job.state(),
                new Counts(
                        job.documents(),
                        job.finished(State.SUCCEEDED),
                        job.finished(State.PARTIAL),
                        job.finished(State.FAILED),
                        job.finished(State.CANCELLED),
                        job.finished(State.EXPIRED)),
                job.progress().fraction(),
                job.expectedEnd(now).orElse(null),
                job.usage(),
                job.rerunOf().map(JobId::toString).orElse(null),
                job.createdAt(),
                job.startedAt(),
                job.cancellingAt(),
                job.finishedAt(),
                webhook);
    }

    /** Finished documents by state; the others of the total are not finished. */
    @Schema(name = "Counts")
    public record Counts(int total, int succeeded, int partial, int failed, int cancelled, int expired) {}

    /** A page of jobs; the last one has no {@code nextPageToken}. */
    @Schema(name = "JobPage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<JobView> jobs, @Nullable String nextPageToken) {}
}
