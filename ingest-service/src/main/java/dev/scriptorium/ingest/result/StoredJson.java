package dev.scriptorium.ingest.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ResultJson} wrote. */
public final class StoredJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Flags that say no more than how a segment was translated. */
    private static final Set<String> FOR_INFORMATION = Set.of("COPIED", "SAME_LANGUAGE", "CUT");

    private StoredJson() {}

    public static List<Sentence> sentences(String json) {
        return read(json, new TypeReference<>() {});
    }

    public static Coverage coverage(String json) {
        return read(json, new TypeReference<>() {});
    }

    public static List<Segment> segments(String json) {
        return read(json, new TypeReference<>() {});
    }

    public static Map<String, Float> scores(String json) {
        return read(json, new TypeReference<>() {});
    }

    public static List<SegmentScore> segmentScores(String json) {
        return read(json, new TypeReference<>() {});
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored result cannot be read", e);
        }
    }

    /** A sentence of a summary. */
    public record Sentence(
            String text,
            List<String> segments,
            int page,
            @Nullable String path,
            float score) {}

    /** What a summary read. */
    public record Coverage(int windows, int windowsRead, int segments, int segmentsConsidered) {}

    /**
     * A translated segment.
     *
     * @param flags none where the row has none
     * @param score 0 where the row has none
     */
    public record Segment(
            String segment, String source, String target, String separator, List<String> flags, float score) {

        public Segment {
            flags = flags == null ? List.of() : List.copyOf(flags);
        }

        /** Whether a flag calls for a reader; a flag that this version does not know does. */
        public boolean needsReview() {
            return !FOR_INFORMATION.containsAll(flags);
        }
    }

    /** A segment's scores in the order of the labels. */
    public record SegmentScore(String segment, List<Float> scores) {}
}
