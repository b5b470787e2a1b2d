package dev.scriptorium.proto;

import dev.scriptorium.proto.document.v1.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All topics of the pipeline. Text travels in them, so they are kept for a day only.
 *
 * <p>All have the same number of partitions: the records about a document meet in one stream task whatever topic they
 * come by. Twelve divide evenly over 1, 2, 3, 4, 6 or 12 workers.
 */
public final class Topics {

    public static final String TRANSLATOR = "translator";
    public static final String SUMMARIZER = "summarizer";
    public static final String CLASSIFIER = "classifier";

    public static final Topic DOCUMENTS_RECEIVED = topic("documents.received.v1");
    public static final Topic DOCUMENTS_EXTRACTED = topic("documents.extracted.v1");
    public static final Topic DOCUMENTS_TOKENIZED = topic("documents.tokenized.v1");
    public static final Topic DOCUMENTS_RESULTS = topic("documents.results.v1");
    public static final Topic DOCUMENTS_FAILED = topic("documents.failed.v1");
    public static final Topic INFERENCE_REQUESTS_INTERACTIVE = topic("inference.requests.interactive.v1");
    public static final Topic INFERENCE_REQUESTS_BULK = topic("inference.requests.bulk.v1");

    private static final List<Topic> ALL = List.of(
            DOCUMENTS_RECEIVED,
            DOCUMENTS_EXTRACTED,
            DOCUMENTS_TOKENIZED,
            DOCUMENTS_RESULTS,
            DOCUMENTS_FAILED,
            INFERENCE_REQUESTS_INTERACTIVE,
            INFERENCE_REQUESTS_BULK,
            responses(TRANSLATOR),
            responses(SUMMARIZER),
            responses(CLASSIFIER));

    private Topics() {}

    /** Where requests to models go. Bulk unless the lane is the interactive one. */
    public static Topic inferenceRequests(Lane lane) {
        return lane == Lane.LANE_INTERACTIVE ? INFERENCE_REQUESTS_INTERACTIVE : INFERENCE_REQUESTS_BULK;
    }

    /** The topic of the responses to a known caller; empty for any other name. */
    public static Optional<Topic> responsesOf(String caller) {
        return Optional.of(responses(caller)).filter(ALL::contains);
    }

    /** Where the answers to a caller's inference requests go. */
    public static Topic responses(String caller) {
        return topic("inference.responses." + caller + ".v1");
    }

    public static List<Topic> all() {
        return ALL;
    }

    private static Topic topic(String name) {
        return new Topic(name, 12, Duration.ofHours(24));
    }
}
