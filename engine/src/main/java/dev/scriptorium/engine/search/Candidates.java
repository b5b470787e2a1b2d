package dev.scriptorium.engine.search;

/**
 * Tokens that may follow a row, best first.
 *
 * @param tokens their ids
 * @param scores their log-probabilities, after the rules of the search; negative infinity is never chosen
 * @param modelScores their log-probabilities as the model gave them
 * @param attention how much the row attended to each token of its source; empty where that is not wanted
 */
public record Candidates(int[] tokens, float[] scores, float[] modelScores, float[] attention) {

    private static final float[] NONE = {};

    /** As the model ranks them. */
    public Candidates(int[] tokens, float[] scores) {
        this(tokens, scores, scores, NONE);
    }

    static Candidates only(int token, float score) {
        return new Candidates(new int[] {token}, new float[] {score});
    }

    /** The best of a full row of scores; of equal ones the lower id first. */
    public static Candidates best(float[] scores, int count) {
        int[] tokens = new int[Math.min(count, scores.length)];
        float[] best = new float[tokens.length];
        int found = 0;
        for (int token = 0; token < scores.length; token++) {
            float score = scores[token];
            if (found == tokens.length && !(score > best[found - 1])) {
                continue;
            }
            int place = found < tokens.length ? found++ : found - 1;
            while (place > 0 && score > best[place - 1]) {
                best[place] = best[place - 1];
                tokens[place] = tokens[place - 1];
                place--;
            }
            best[place] = score;
            tokens[place] = token;
        }
        return new Candidates(tokens, best);
    }

    /** These tokens, with what the model gave them. */
    Candidates of(float[] logProbabilities) {
        float[] given = new float[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            given[i] = logProbabilities[tokens[i]];
        }
        return new Candidates(tokens, scores, given, attention);
    }

    Candidates with(float[] rowAttention) {
        return new Candidates(tokens, scores, modelScores, rowAttention);
    }
}
