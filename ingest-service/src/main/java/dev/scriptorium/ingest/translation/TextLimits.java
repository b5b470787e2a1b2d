package dev.scriptorium.ingest.translation;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.submission.TaskLimits;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How many texts a call that waits for its answer may have, and how long they may be. Thread-safe. */
@Singleton
public class TextLimits {

    private final IngestConfig.Limits limits;

    public TextLimits(IngestConfig config) {
        this.limits = config.limits();
    }

    /** Fails with {@code LIMIT_EXCEEDED} where there are too many, where one is too long, or all together. */
    public void check(List<String> texts) {
        TaskLimits.atMost(limits.texts(), texts.size(), "texts");
        long together = 0;
        for (String text : texts) {
            together += size(text);
        }
        if (together > limits.textsTogether().toBytes()) {
            throw tooLong("All texts of a call may have at most " + limits.textsTogether() + " together.");
        }
    }

    /** As {@link #check(List)}, of one text. */
    public void check(String text) {
        size(text);
    }

    /** So many UTF-16 units, whatever the text, are within the limits. */
    public long characters() {
        int bytesPerUnit = 3;
        return Math.min(limits.text().toBytes(), limits.textsTogether().toBytes()) / bytesPerUnit;
    }

    private int size(String text) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > limits.text().toBytes()) {
            throw tooLong("A text may have at most " + limits.text() + ".");
        }
        return size;
    }

    private static FailureException tooLong(String reason) {
        return new FailureException(FailureCode.LIMIT_EXCEEDED, reason + " Submit longer ones as a job.");
    }
}
