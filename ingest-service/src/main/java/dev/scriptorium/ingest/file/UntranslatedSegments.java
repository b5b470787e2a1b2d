package dev.scriptorium.ingest.file;

import dev.scriptorium.ingest.result.ResultJson.Segment;
import java.util.regex.Pattern;

/** Which segments a translation left as they were although they had to be translated. */
final class UntranslatedSegments {

    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");

    /** Names and titles of fewer words are often the same in both languages. */
    private static final int SHORTEST_SENTENCE = 4;

    private UntranslatedSegments() {}

    static boolean isUntranslated(Segment segment) {
        if (segment.flags().contains("FAILED")
                || segment.flags().contains("TOO_LONG")
                || segment.flags().contains("COPIED") && segment.flags().contains("SOURCE_LANGUAGE")) {
            return true;
        }
        boolean meant = segment.flags().contains("COPIED") || segment.flags().contains("SAME_LANGUAGE");
        return !meant
                && segment.source().equals(segment.target())
                && WORD.matcher(segment.source()).results().count() >= SHORTEST_SENTENCE;
    }
}
