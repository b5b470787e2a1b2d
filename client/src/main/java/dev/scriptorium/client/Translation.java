package dev.scriptorium.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A translated text or document.
 *
 * @param text null where there is an error
 * @param path the languages from the source to the target
 * @param needsReview whether a sentence has a flag for review
 * @param segments the sentences in their order
 * @param error why a text of a list has no translation; null where it has one, and of documents
 */
public record Translation(
        @Nullable String text,
        List<String> path,
        boolean needsReview,
        int segmentsToReview,
        List<Segment> segments,
        @Nullable Failure error) {

    public Translation {
        path = path == null ? List.of() : List.copyOf(path);
        segments = segments == null ? List.of() : List.copyOf(segments);
    }

    /**
     * A translated sentence.
     *
     * @param separator the text between this sentence and the next
     * @param flags what a check found
     * @param score mean natural-log probability per token, at most 0
     */
    public record Segment(
            String segment, String source, String target, String separator, List<String> flags, double score) {

        public Segment {
            flags = flags == null ? List.of() : List.copyOf(flags);
        }
    }
}
