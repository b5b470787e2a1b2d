package dev.scriptorium.ingest.grpc;

import dev.scriptorium.ingest.job.Lane;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.submission.RequestedSummary;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.proto.document.v1.SummaryStyle;
import dev.scriptorium.proto.ingest.v1.Summarize;
import dev.scriptorium.proto.ingest.v1.TaskRequest;
import java.util.stream.Stream;

/** Reads what a call asks for. */
final class TaskRequests {

    private static final int DEFAULT_SENTENCES = 3;

    private TaskRequests() {}

    /** Fails as {@link TaskLimits#check} does. */
    static RequestedTasks check(TaskLimits rules, TaskRequest requested, dev.scriptorium.proto.document.v1.Lane lane) {
        return rules.check(
                summary(rules, requested),
                Stream.concat(requested.getTranslateList().stream(), requested.getTranslateToList().stream())
                        .toList(),
                requested.getTranslateFilesList(),
                requested.getClassifyList(),
                requested.getSourceLanguage(),
                lane == dev.scriptorium.proto.document.v1.Lane.LANE_INTERACTIVE ? Lane.INTERACTIVE : Lane.BULK);
    }

    private static RequestedSummary summary(TaskLimits rules, TaskRequest requested) {
        if (!requested.hasSummarize()) {
            return RequestedSummary.extractive(requested.getSummarySentences());
        }
        Summarize summary = requested.getSummarize();
        return new RequestedSummary(
                summary.hasSentences() ? rules.sentences(summary.getSentences()) : DEFAULT_SENTENCES,
                summary.getStyle() == SummaryStyle.SUMMARY_STYLE_ABSTRACTIVE,
                summary.getModel());
    }
}
