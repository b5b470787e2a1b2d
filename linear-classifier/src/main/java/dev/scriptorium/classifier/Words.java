package dev.scriptorium.classifier;

import java.util.Arrays;

/**
 * The words of a sentence as the model's tokenizer has them: its tokens, each once, in ascending order. The first and the last
 * id are the tokenizer's own and no words. (Pairs of neighbours were tried too: on newswire they made few examples worse.)
 */
public record Words(int[] tokens) {

    public static Words of(int[] ids) {
        return new Words(Arrays.stream(ids, Math.min(1, ids.length), Math.max(Math.min(1, ids.length), ids.length - 1))
                .sorted()
                .distinct()
                .toArray());
    }

    /** What each word of the sentence counts: all of them together have length 1, however long the sentence is. */
    public double value() {
        return tokens.length == 0 ? 0 : 1 / Math.sqrt(tokens.length);
    }
}
