package dev.scriptorium.engine.search;

import java.util.List;
import java.util.Set;

/** One rule about what may follow a row, as a logits processor of transformers of the same meaning. */
sealed interface LogitsProcessor {

    /**
     * Changes the scores of what may follow a row.
     *
     * @param row the start token and what was written
     */
    void apply(int[] row, float[] scores);

    /** Whether the rule needs to see the row, so that the model alone cannot rank the next tokens. */
    default boolean dependsOnSequence() {
        return true;
    }

    /** Tokens of the row become less likely ({@code repetition_penalty}). */
    record RepetitionPenalty(float penalty) implements LogitsProcessor {

        @Override
        public void apply(int[] row, float[] scores) {
            boolean[] seen = new boolean[scores.length];
            for (int token : row) {
                if (!seen[token]) {
                    seen[token] = true;
                    float score = scores[token];
                    scores[token] = score < 0 ? score * penalty : score / penalty;
                }
            }
        }
    }

    /** No run of {@code size} tokens occurs twice in a row ({@code no_repeat_ngram_size}). */
    record NoRepeatNGram(int size) implements LogitsProcessor {

        @Override
        public void apply(int[] row, float[] scores) {
            forbidNGramsOf(row, size, row, scores);
        }
    }

    /** No run of {@code size} tokens of the source is written ({@code encoder_no_repeat_ngram_size}). */
    record EncoderNoRepeatNGram(int[] source, int size) implements LogitsProcessor {

        @Override
        public void apply(int[] row, float[] scores) {
            forbidNGramsOf(source, size, row, scores);
        }
    }

    /** None of these runs is written ({@code bad_words_ids}). */
    record BadWords(List<List<Integer>> runs) implements LogitsProcessor {

        @Override
        public void apply(int[] row, float[] scores) {
            for (List<Integer> run : runs) {
                if (endsWithAllButLast(row, run)) {
                    scores[run.getLast()] = Float.NEGATIVE_INFINITY;
                }
            }
        }

        @Override
        public boolean dependsOnSequence() {
            return runs.stream().anyMatch(run -> run.size() > 1);
        }

        private static boolean endsWithAllButLast(int[] row, List<Integer> run) {
            int context = run.size() - 1;
            if (context > row.length) {
                return false;
            }
            for (int i = 0; i < context; i++) {
                if (row[row.length - context + i] != run.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** No sequence ends before {@code length} tokens, the start token included ({@code min_length}). */
    record MinLength(int length, Set<Integer> endTokens) implements LogitsProcessor {

        @Override
        public void apply(int[] row, float[] scores) {
            if (row.length < length) {
                endTokens.forEach(token -> scores[token] = Float.NEGATIVE_INFINITY);
            }
        }
    }

    /** These tokens are never written ({@code suppress_tokens}). */
    record SuppressTokens(Set<Integer> tokens) implements LogitsProcessor {

        @Override
        public void apply(int[] row, float[] scores) {
            tokens.forEach(token -> scores[token] = Float.NEGATIVE_INFINITY);
        }

        @Override
        public boolean dependsOnSequence() {
            return false;
        }
    }

    /** These tokens do not follow the first {@code length} ones ({@code begin_suppress_tokens}). */
    record BeginSuppressTokens(int length, Set<Integer> tokens) implements LogitsProcessor {

        @Override
        public void apply(int[] row, float[] scores) {
            if (row.length == length) {
                tokens.forEach(token -> scores[token] = Float.NEGATIVE_INFINITY);
            }
        }
    }

    /** Forbids what would make the last {@code size} tokens of the row a run of {@code text}. */
    private static void forbidNGramsOf(int[] text, int size, int[] row, float[] scores) {
        int context = size - 1;
        int end = row.length - context;
        if (end < 0) {
            return;
        }
        for (int start = 0; start + context < text.length; start++) {
            int same = 0;
            while (same < context && text[start + same] == row[end + same]) {
                same++;
            }
            if (same == context && text[start + context] < scores.length) {
                scores[text[start + context]] = Float.NEGATIVE_INFINITY;
            }
        }
    }
}
