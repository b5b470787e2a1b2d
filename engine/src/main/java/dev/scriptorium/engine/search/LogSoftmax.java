package dev.scriptorium.engine.search;

/** Raw scores as log-probabilities. */
public final class LogSoftmax {

    private LogSoftmax() {}

    public static float[] of(float[] scores) {
        float highest = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            highest = Math.max(highest, score);
        }
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score - highest);
        }
        float shift = highest + (float) Math.log(sum);
        float[] logProbabilities = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            logProbabilities[i] = scores[i] - shift;
        }
        return logProbabilities;
    }
}
