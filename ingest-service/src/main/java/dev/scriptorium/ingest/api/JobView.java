package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
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
        @Schema(description = "From 0 to 1, by tasks") double progress,

        @Schema(description = "When it is done if it goes on as so far") @Nullable
        Instant expectedEnd,

        Job.Usage usage,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant cancellingAt,
        @Nullable Instant finishedAt) {

    static JobView of(Job job, Instant now) {
        return new JobView(
                job.id().toString(),
                job.state(),
                new Counts(
                        job.documents(),
                        job.over(State.SUCCEEDED),
                        job.over(State.PARTIAL),
                        job.over(State.FAILED) + job.over(State.REJECTED),
                        job.over(State.CANCELLED),
                        job.over(State.EXPIRED)),
                job.progress().fraction(),
                job.state().isOver()
                        ? null
                        : job.progress().expectedEnd(job.startedAt(), now).orElse(null),
                job.usage(),
                job.createdAt(),
                job.startedAt(),
                job.cancellingAt(),
                job.finishedAt());
    }

    /** Documents by where they stand; what is neither is on its way. */
    @Schema(name = "Counts")
    public record Counts(int total, int succeeded, int partial, int failed, int cancelled, int expired) {}

    /** A page of jobs; without {@code nextPageToken} it is the last. */
    @Schema(name = "JobPage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<JobView> jobs, @Nullable String nextPageToken) {}
}
