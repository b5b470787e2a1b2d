package dev.scriptorium.ingest.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.LabelScore;
import dev.scriptorium.proto.inference.v1.SegmentScores;
import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** The JSON in which results are stored, which is also what the API gives out. */
public final class ResultJson {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String FLAG_PREFIX = "TRANSLATION_FLAG_";

    private ResultJson() {}

    public static String sentences(Summary summary) {
        return write(json -> {
            json.writeStartArray();
            for (SummarySentence sentence : summary.getSentencesList()) {
                json.writeStartObject();
                text(json, "text", sentence.getText());
                json.writeArrayFieldStart("segments");
                for (String segment : sentence.getSegmentIdsList()) {
                    json.writeString(segment);
                }
                json.writeEndArray();
                if (sentence.getPlace().getPage() > 0) {
                    json.writeNumberField("page", sentence.getPlace().getPage());
                }
                if (!sentence.getPlace().getPath().isEmpty()) {
                    text(json, "path", sentence.getPlace().getPath());
                }
                json.writeNumberField("score", sentence.getScore());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    public static String coverage(Coverage coverage) {
        return write(json -> {
            json.writeStartObject();
            json.writeNumberField("windows", coverage.getWindows());
            json.writeNumberField("windowsRead", coverage.getWindowsRead());
            json.writeNumberField("segments", coverage.getSegments());
            json.writeNumberField("segmentsConsidered", coverage.getSegmentsConsidered());
            json.writeEndObject();
        });
    }

    public static String segments(Translation translation) {
        return write(json -> {
            json.writeStartArray();
            for (TranslatedSegment segment : translation.getSegmentsList()) {
                json.writeStartObject();
                json.writeStringField("segment", segment.getSegmentId());
                text(json, "source", segment.getSource());
                text(json, "target", segment.getTarget());
                text(json, "separator", segment.getSeparator());
                json.writeArrayFieldStart("flags");
                for (TranslationFlag flag : segment.getFlagsList()) {
                    json.writeString(nameOf(flag));
                }
                json.writeEndArray();
                json.writeNumberField("score", segment.getScore());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
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
        return write(json -> {
            json.writeStartObject();
            for (LabelScore score : classification.getScoresList()) {
                json.writeNumberField(withoutNul(score.getLabel()), score.getScore());
            }
            json.writeEndObject();
        });
    }

    public static String segments(Classification classification) {
        return write(json -> {
            json.writeStartArray();
            for (SegmentScores segment : classification.getSegmentsList()) {
                json.writeStartObject();
                json.writeStringField("segment", segment.getSegmentId());
                json.writeArrayFieldStart("scores");
                for (float score : segment.getValuesList()) {
                    json.writeNumber(score);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** Without the prefix that Protobuf wants. */
    public static String nameOf(TranslationFlag flag) {
        return flag == TranslationFlag.UNRECOGNIZED ? "UNKNOWN" : flag.name().substring(FLAG_PREFIX.length());
    }

    /** Unspecified where this version does not know the flag: Protobuf writes no name that it does not know. */
    public static TranslationFlag flagOf(String name) {
        return Arrays.stream(TranslationFlag.values())
                .filter(flag -> flag.name().equals(FLAG_PREFIX + name))
                .findFirst()
                .orElse(TranslationFlag.TRANSLATION_FLAG_UNSPECIFIED);
    }

    /** Postgres takes no NUL in text. */
    public static String withoutNul(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\ufffd');
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        json.writeStringField(name, withoutNul(value));
    }

    private static String write(Body body) {
        StringWriter out = new StringWriter(512);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a string does not fail", e);
        }
        return out.toString();
    }

    @FunctionalInterface
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }
}
