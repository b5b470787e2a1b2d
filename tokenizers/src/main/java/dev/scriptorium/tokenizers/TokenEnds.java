package dev.scriptorium.tokenizers;

import dev.scriptorium.core.text.Correspondence;
import java.util.Arrays;
import java.util.function.Function;

/** Where tokens end in their text: found by decoding what comes before, which holds for every tokenizer. */
public final class TokenEnds {

    private TokenEnds() {}

    /**
     * For each id, where it ends in the text; one that stands for no text ends where it begins.
     *
     * @param decode the text of ids
     * @param text of all ids, as decoded or as it was before it was made normal
     */
    public static int[] of(int[] ids, Function<int[], String> decode, String text) {
        int[] ends = new int[ids.length];
        String decoded = decode.apply(ids);
        int reached = 0;
        for (int i = 0; i < ids.length; i++) {
            int length = decode.apply(Arrays.copyOf(ids, i + 1)).length();
            reached = Math.clamp(length, reached, decoded.length());
            ends[i] = reached;
        }
        if (!decoded.equals(text)) {
            Correspondence raw = Correspondence.of(decoded, text);
            Arrays.setAll(ends, i -> raw.end(ends[i]));
        }
        return ends;
    }
}
