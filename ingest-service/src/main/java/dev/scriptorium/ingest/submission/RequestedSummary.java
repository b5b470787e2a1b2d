package dev.scriptorium.ingest.submission;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;

/**
 * A summary as a client asks for it.
 *
 * @param sentences 0: no summary
 * @param abstractive whether a model is to write it
 * @param model that is to write it; empty: the only one that can
 */
public record RequestedSummary(int sentences, boolean abstractive, String model) {

    public static final RequestedSummary NONE = extractive(0);

    /** Fails with {@code BAD_REQUEST} where a model is named for a summary that no model writes. */
    public RequestedSummary {
        if (!abstractive && !model.isEmpty()) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST, "summarize.model needs summarize.style abstractive; it is extractive.");
        }
    }

    public static RequestedSummary extractive(int sentences) {
        return new RequestedSummary(sentences, false, "");
    }
}
