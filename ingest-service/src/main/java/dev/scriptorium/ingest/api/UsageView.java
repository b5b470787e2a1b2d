package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.usage.TaskUsage;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the results of a job or a document took. */
@Schema(name = "ResultUsage")
public record UsageView(
        @Schema(description = "Of all tasks; a document counts once for each of its tasks with a result")
        TaskUsageView total,

        @Schema(description = "Tasks with a result, in the order of their names")
        List<TaskUsageView> tasks) {

    private static final String TOTAL = "total";

    static UsageView of(List<TaskUsage> tasks) {
        TaskUsage total = tasks.stream().reduce(new TaskUsage(TOTAL, 0, 0, 0, 0, 0, Duration.ZERO), TaskUsage::plus);
        return new UsageView(
                TaskUsageView.of(total), tasks.stream().map(TaskUsageView::of).toList());
    }

    /** What the results of one task took. */
    @Schema(name = "TaskUsage")
    public record TaskUsageView(
            @Schema(description = "Such as translate:de, or total")
            String task,

            @Schema(description = "Documents with a result") long documents,

            @Schema(description = "Segments that were translated or classified, and sentences of summaries")
            long segments,

            @Schema(description = "Of translations and summaries")
            long characters,

            long inputTokens,
            long outputTokens,

            @Schema(description = "Time in models, of all workers together")
            double modelSeconds) {

        private static final double MICROS = 1e6;

        static TaskUsageView of(TaskUsage usage) {
            return new TaskUsageView(
                    usage.task(),
                    usage.documents(),
                    usage.segments(),
                    usage.characters(),
                    usage.inputTokens(),
                    usage.outputTokens(),
                    usage.modelTime().toNanos() / 1_000 / MICROS);
        }
    }
}
