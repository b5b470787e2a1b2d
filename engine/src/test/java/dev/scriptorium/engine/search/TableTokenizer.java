package dev.scriptorium.engine.search;

import dev.scriptorium.tokenizers.GenerationTokenizer;
import dev.scriptorium.tokenizers.Languages;
import java.util.Arrays;
import java.util.OptionalInt;

/** Texts are ids, written with spaces. */
public final class TableTokenizer implements GenerationTokenizer {

    @Override
    public int[] encode(String text, Languages languages) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @Override
    public String decode(int[] ids) {
        return Arrays.toString(ids);
    }

    @Override
    public OptionalInt forcedFirstToken(Languages languages) {
        return OptionalInt.empty();
    }
}
