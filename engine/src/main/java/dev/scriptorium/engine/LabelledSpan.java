package dev.scriptorium.engine;

import dev.scriptorium.tokenizers.TokenizedText;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of a text that belongs to a label, such as a name.
 *
 * @param label without what says where in the run a token stands: {@code PER} for {@code B-PER} and {@code I-PER}
 * @param score mean probability of its tokens' or words' labels
 * @param start its first character, in UTF-16 units
 * @param end behind its last character
 */
public record LabelledSpan(String label, float score, int start, int end) {

    /** The label of what belongs to none. */
    private static final String OUTSIDE = "O";

    /** Which tokens have a say. */
    public enum Aggregation {
        /** Each token. */
        SIMPLE,
        /** The first token of each word, for the whole word. */
        FIRST
    }

    private record Labelled(String label, float score, int start, int end) {

        /** A label that says nothing about places goes on with one like itself. */
        boolean begins() {
            return label.startsWith("B-");
        }

        String kind() {
            return label.startsWith("B-") || label.startsWith("I-") ? label.substring(2) : label;
        }
    }

    /**
     * The spans of a text in order, as transformers' token classification pipeline finds them.
     *
     * @param probabilities of the labels, for each token
     */
    public static List<LabelledSpan> of(
            TokenizedText text, List<float[]> probabilities, List<String> labels, Aggregation aggregation) {
        List<LabelledSpan> spans = new ArrayList<>();
        List<Labelled> group = new ArrayList<>();
        for (Labelled next : units(text, probabilities, labels, aggregation)) {
            if (!group.isEmpty()
                    && (next.begins() || !next.kind().equals(group.getLast().kind()))) {
                add(group, spans);
            }
            group.add(next);
        }
        add(group, spans);
        return List.copyOf(spans);
    }

    private static void add(List<Labelled> group, List<LabelledSpan> spans) {
        if (!group.isEmpty() && !group.getFirst().kind().equals(OUTSIDE)) {
            double mean = group.stream().mapToDouble(Labelled::score).average().orElseThrow();
            spans.add(new LabelledSpan(
                    group.getFirst().kind(),
                    (float) mean,
                    group.getFirst().start(),
                    group.getLast().end()));
        }
        group.clear();
    }

    private static List<Labelled> units(
            TokenizedText text, List<float[]> probabilities, List<String> labels, Aggregation aggregation) {
        List<Labelled> units = new ArrayList<>();
        for (int i = 0; i < text.tokens().size(); i++) {
            TokenizedText.Token token = text.tokens().get(i);
            if (token.special()) {
                continue;
            }
            if (aggregation == Aggregation.FIRST && token.continuing() && !units.isEmpty()) {
                Labelled word = units.removeLast();
                units.add(new Labelled(word.label(), word.score(), word.start(), token.end()));
            } else {
                int best = best(probabilities.get(i));
                units.add(new Labelled(labels.get(best), probabilities.get(i)[best], token.start(), token.end()));
            }
        }
        return units;
    }

    private static int best(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }
}
