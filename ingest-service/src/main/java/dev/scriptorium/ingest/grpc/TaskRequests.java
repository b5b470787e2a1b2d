package dev.scriptorium.ingest.grpc;

import dev.scriptorium.ingest.job.Lane;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.proto.ingest.v1.TaskRequest;
import java.util.stream.Stream;

/** Reads what a call asks for. */
final class TaskRequests {

    private static final int DEFAULT_SENTENCES = 3;

    private TaskRequests() {}

    /** Fails as {@link TaskLimits#check} does. */
    static RequestedTasks check(TaskLimits rules, TaskRequest requested, dev.scriptorium.proto.document.v1.Lane lane) {
        return rules.check(
                sentences(rules, requested),
                Stream.concat(requested.getTranslateList().stream(), requested.getTranslateToList().stream())
                        .toList(),
                requested.getTranslateFilesList(),
                requested.getClassifyList(),
                requested.getSourceLanguage(),
                lane == dev.scriptorium.proto.document.v1.Lane.LANE_INTERACTIVE ? Lane.INTERACTIVE : Lane.BULK);
    }

    private static int sentences(TaskLimits rules, TaskRequest requested) {
        if (!requested.hasSummarize()) {
            return requested.getSummarySentences();
        }
        return requested.getSummarize().hasSentences()
                ? rules.sentences(requested.getSummarize().getSentences())
                : DEFAULT_SENTENCES;
    }
}
