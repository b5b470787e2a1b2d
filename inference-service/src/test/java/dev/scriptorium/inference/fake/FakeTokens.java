package dev.scriptorium.inference.fake;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A tokenizer: one id for each character, between a first and a last id. */
final class FakeTokens {

    static final int MAX_INPUT_TOKENS = 200;

    private static final int FIRST = 1;
    private static final int LAST = 2;

    private FakeTokens() {}

    static int[] encode(String text) {
        return IntStream.concat(IntStream.of(FIRST), IntStream.concat(text.codePoints(), IntStream.of(LAST)))
                .toArray();
    }

    static String decode(int[] ids) {
        return IntStream.of(ids)
                .filter(id -> id > LAST)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** Where each id ends in the text. */
    static int[] ends(int[] ids) {
        int[] ends = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            ends[i] = (i == 0 ? 0 : ends[i - 1]) + decode(new int[] {ids[i]}).length();
        }
        return ends;
    }

    static void check(List<int[]> inputs) {
        for (int[] ids : inputs) {
            if (ids.length > MAX_INPUT_TOKENS) {
                throw new FailureException(
                        FailureCode.INPUT_TOO_LONG, ids.length + " ids; the most is " + MAX_INPUT_TOKENS);
            }
        }
    }
}
