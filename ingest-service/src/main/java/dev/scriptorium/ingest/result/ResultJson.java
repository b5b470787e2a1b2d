package dev.scriptorium.ingest.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scriptorium.proto.document.v1.SummaryStyle;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.LabelScore;
import dev.scriptorium.proto.summarizer.v1.Shortfall;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.proto.translator.v1.SegmentMatch;
import dev.scriptorium.proto.translator.v1.SegmentOrigin;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of results, declared once: these records are written to Postgres, read from it, given out by the API, and
 * described in OpenAPI. A member that an earlier version did not write is 0, empty or null.
 */
public final class ResultJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final String FLAG_PREFIX = "TRANSLATION_FLAG_";
    private static final String MATCH_PREFIX = "SEGMENT_MATCH_";
    private static final String ORIGIN_PREFIX = "SEGMENT_ORIGIN_";
    private static final String SHORTFALL_PREFIX = "SHORTFALL_";
    public static final String EXTRACTIVE = "extractive";
    public static final String ABSTRACTIVE = "abstractive";

    /** Flags that say no more than how a segment was translated. */
    private static final Set<String> FOR_INFORMATION = Set.of("COPIED", "SAME_LANGUAGE", "CUT");

    private ResultJson() {}

    /** A sentence of a summary. */
    @Schema(name = "SummarySentence")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Sentence(
            String text,

            @Schema(description = "The segments that it cites, as part.index; at least one")
            List<String> segments,

            @Schema(description = "From 1; not there where the format has no pages") @Nullable
            Integer page,

            @Schema(description = "Such as a sheet, or a table's cell; not there where there is none") @Nullable
            String path,

            @Schema(description = "Comparable within one summary only; 0 for a sentence that a model wrote")
            float score,

            @Schema(
                    description =
                            "How well the cited segments support a sentence that a model wrote, from 0 to 1; not there for a sentence of the document")
            @Nullable
            Float support,

            @Schema(
                    description =
                            "Whether a sentence that a model wrote has too little support, or a number that no cited segment has")
            @Nullable
            Boolean unsupported) {

        /** @param written whether a model wrote it */
        public static Sentence of(SummarySentence sentence, boolean written) {
            int page = sentence.getPlace().getPage();
            String path = sentence.getPlace().getPath();
            return new Sentence(
                    withoutNul(sentence.getText()),
                    List.copyOf(sentence.getSegmentIdsList()),
                    page == 0 ? null : page,
                    path.isEmpty() ? null : withoutNul(path),
                    sentence.getScore(),
                    written ? sentence.getSupport() : null,
                    written ? sentence.getUnsupported() : null);
        }
    }

    /** What of the document was read for a summary. */
    @Schema(name = "Coverage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Coverage(
            int windows,
            int windowsRead,
            int segments,

            @Schema(description = "Segments that could be chosen: not code, not headings, not fragments")
            int segmentsConsidered,

            @Schema(description = "Segments left out as navigation, notices, page headers, comments or placeholders")
            int segmentsBoilerplate,

            @Schema(description = "Sentences left out because an earlier one has the same words")
            int segmentsRepeated,

            @Schema(
                    description =
                            "Segments that no model read, as one alone is longer than the model takes; only of an abstractive summary, as all that follows")
            @Nullable
            Integer segmentsUnread,

            @Schema(description = "Texts that the model's length limit ended") @Nullable
            Integer textsTruncated,

            @Schema(description = "How often the summaries of windows were summarized again") @Nullable
            Integer levels,

            @Schema(description = "Sentences that the model wrote last and that the summary has no room for") @Nullable
            Integer sentencesLeftOut) {

        public static Coverage of(Summary summary) {
            boolean written = isAbstractive(summary);
            var coverage = summary.getCoverage();
            return new Coverage(
                    coverage.getWindows(),
                    coverage.getWindowsRead(),
                    coverage.getSegments(),
                    coverage.getSegmentsConsidered(),
                    coverage.getSegmentsBoilerplate(),
                    coverage.getSegmentsRepeated(),
                    written ? coverage.getSegmentsUnread() : null,
                    written ? coverage.getTextsTruncated() : null,
                    written ? coverage.getLevels() : null,
                    written ? coverage.getSentencesLeftOut() : null);
        }
    }

    /** A translated sentence. */
    @Schema(name = "TranslatedSegment")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Segment(
            String segment,
            String source,
            String target,

            @Schema(description = "The text between this sentence and the next")
            String separator,

            List<String> flags,

            @Schema(
                    description =
                            "Mean natural-log probability per token, at most 0; through a pivot the lower one; 0 where no model was asked")
            float score,

            @Schema(
                    description =
                            "Where the target was found: NEW by models, REPEATED as an earlier segment, EXACT or IN_CONTEXT in the"
                                    + " translation memory, GLOSSARY as a term; not there where the source stands unchanged",
                    enumeration = {"NEW", "REPEATED", "EXACT", "IN_CONTEXT", "GLOSSARY"})
            @Nullable
            String match,

            @Schema(
                    description = "Who made the target; not there where the source stands unchanged",
                    enumeration = {"MACHINE", "IMPORT", "PERSON"})
            @Nullable
            String origin,

            @Schema(
                    description =
                            "Which words of the source became which of the target, as 0-0 1-2 (the Pharaoh format); only of sentences with inline codes")
            @JsonInclude(JsonInclude.Include.NON_EMPTY)
            String alignment) {

        public Segment {
            flags = flags == null ? List.of() : List.copyOf(flags);
            alignment = alignment == null ? "" : alignment;
        }

        public static Segment of(TranslatedSegment segment) {
            return new Segment(
                    segment.getSegmentId(),
                    withoutNul(segment.getSource()),
                    withoutNul(segment.getTarget()),
                    withoutNul(segment.getSeparator()),
                    segment.getFlagsList().stream().map(ResultJson::nameOf).toList(),
                    segment.getScore(),
                    segment.getMatchValue() == 0
                            ? null
                            : shortened(segment.getMatch().name(), MATCH_PREFIX),
                    segment.getOriginValue() == 0
                            ? null
                            : shortened(segment.getOrigin().name(), ORIGIN_PREFIX),
                    segment.getAlignment());
        }

        /** Whether a flag calls for a reader; a flag that this version does not know does. */
        @JsonIgnore
        public boolean needsReview() {
            return !FOR_INFORMATION.containsAll(flags);
        }
    }

    /** The scores of one sentence, in the order of the document's. */
    @Schema(name = "SegmentScores")
    public record SegmentScore(String segment, List<Float> scores) {}

    public static String sentences(Summary summary) {
        boolean written = isAbstractive(summary);
        return write(summary.getSentencesList().stream()
                .map(sentence -> Sentence.of(sentence, written))
                .toList());
    }

    /** As it is stored and shown. */
    public static String style(Summary summary) {
        return isAbstractive(summary) ? ABSTRACTIVE : EXTRACTIVE;
    }

    public static boolean isAbstractive(Summary summary) {
        return summary.getStyle() == SummaryStyle.SUMMARY_STYLE_ABSTRACTIVE;
    }

    public static List<Sentence> sentences(String json) {
        return read(json, new TypeReference<>() {});
    }

    public static String coverage(Summary summary) {
        return write(Coverage.of(summary));
    }

    public static Coverage coverage(String json) {
        return read(json, new TypeReference<>() {});
    }

    public static String segments(Translation translation) {
        return write(translation.getSegmentsList().stream().map(Segment::of).toList());
    }

    public static List<Segment> segments(String json) {
        return read(json, new TypeReference<>() {});
    }

    /** The translated text as it reads. */
    public static String text(Translation translation) {
        StringBuilder text = new StringBuilder();
        for (TranslatedSegment segment : translation.getSegmentsList()) {
            text.append(segment.getTarget()).append(segment.getSeparator());
        }
        return withoutNul(text.toString());
    }

    public static String scores(Classification classification) {
        Map<String, Float> scores = new LinkedHashMap<>();
        for (LabelScore score : classification.getScoresList()) {
            scores.put(withoutNul(score.getLabel()), score.getScore());
        }
        return write(scores);
    }

    public static Map<String, Float> scores(String json) {
        return read(json, new TypeReference<>() {});
    }

    public static String segments(Classification classification) {
        return write(classification.getSegmentsList().stream()
                .map(segment -> new SegmentScore(segment.getSegmentId(), segment.getValuesList()))
                .toList());
    }

    public static List<SegmentScore> segmentScores(String json) {
        return read(json, new TypeReference<>() {});
    }

    /** Without the prefix that Protobuf wants. */
    public static String nameOf(TranslationFlag flag) {
        return flag == TranslationFlag.UNRECOGNIZED ? "UNKNOWN" : flag.name().substring(FLAG_PREFIX.length());
    }

    private static String shortened(String name, String prefix) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : "UNKNOWN";
    }

    /** Unspecified where it is null, or where this version does not know it. */
    public static SegmentMatch matchOf(@Nullable String name) {
        return Arrays.stream(SegmentMatch.values())
                .filter(match -> match.name().equals(MATCH_PREFIX + name))
                .findFirst()
                .orElse(SegmentMatch.SEGMENT_MATCH_UNSPECIFIED);
    }

    /** Unspecified where it is null, or where this version does not know it. */
    public static SegmentOrigin originOf(@Nullable String name) {
        return Arrays.stream(SegmentOrigin.values())
                .filter(origin -> origin.name().equals(ORIGIN_PREFIX + name))
                .findFirst()
                .orElse(SegmentOrigin.SEGMENT_ORIGIN_UNSPECIFIED);
    }

    /** Unspecified where this version does not know the flag: Protobuf writes no name that it does not know. */
    public static TranslationFlag flagOf(String name) {
        return Arrays.stream(TranslationFlag.values())
                .filter(flag -> flag.name().equals(FLAG_PREFIX + name))
                .findFirst()
                .orElse(TranslationFlag.TRANSLATION_FLAG_UNSPECIFIED);
    }

    /** Without the prefix; empty where a summary has as many sentences as were asked for. */
    public static String nameOf(Shortfall shortfall) {
        return switch (shortfall) {
            case SHORTFALL_UNSPECIFIED -> "";
            case UNRECOGNIZED -> "UNKNOWN";
            case SHORTFALL_FEW_SENTENCES, SHORTFALL_REPETITIONS, SHORTFALL_MODEL_WROTE_FEWER ->
                shortfall.name().substring(SHORTFALL_PREFIX.length());
        };
    }

    /** Unspecified for an empty name, and where this version does not know it. */
    public static Shortfall shortfallOf(String name) {
        return Arrays.stream(Shortfall.values())
                .filter(shortfall -> shortfall.name().equals(SHORTFALL_PREFIX + name))
                .findFirst()
                .orElse(Shortfall.SHORTFALL_UNSPECIFIED);
    }

    /** Postgres takes no NUL in text. */
    public static String withoutNul(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\ufffd');
    }

    private static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result cannot be written as JSON", e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored result cannot be read", e);
        }
    }
}
