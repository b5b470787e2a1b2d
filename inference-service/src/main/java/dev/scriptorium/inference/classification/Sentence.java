package dev.scriptorium.inference.classification;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Encoding;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.inference.v1.ClassifyRequest;
import dev.scriptorium.proto.inference.v1.Input;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment that is classified.
 *
 * @param segment its index in its part
 * @param weight how much it counts: its characters
 * @param input its ids where they were made by the model's tokenizer, else its text
 */
public record Sentence(int segment, int weight, Input input) {

    /** The segments from {@code first} on, without code and without what has no letter. */
    public static List<Sentence> of(
            List<Segment> segments, int first, int count, List<Encoding> encodings, String tokenizerDigest) {
        List<Sentence> sentences = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            Segment segment = segments.get(i);
            if (segment.getBlockKind() != BlockKind.BLOCK_KIND_CODE
                    && segment.getText().codePoints().anyMatch(Character::isLetter)) {
                sentences.add(new Sentence(
                        segment.getIndex(), segment.getText().length(), input(segment, i, encodings, tokenizerDigest)));
            }
        }
        return sentences;
    }

    static ClassifyRequest.Builder request(String model, String tokenizerDigest, List<Sentence> sentences) {
        return ClassifyRequest.newBuilder()
                .setModel(model)
                .setTokenizerDigest(tokenizerDigest)
                .addAllInputs(sentences.stream().map(Sentence::input).toList());
    }

    private static Input input(Segment segment, int place, List<Encoding> encodings, String tokenizerDigest) {
        for (Encoding encoding : encodings) {
            if (encoding.getTokenizerDigest().equals(tokenizerDigest) && place < encoding.getSegmentsCount()) {
                return Input.newBuilder().setTokens(encoding.getSegments(place)).build();
            }
        }
        return Input.newBuilder().setText(segment.getText()).build();
    }
}
