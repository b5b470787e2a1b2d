package dev.scriptorium.classifier;

/** Scores to probabilities. */
final class Softmax {

    private Softmax() {}

    /** In place; gives the logarithm of the sum of the scores' exponentials. */
    static double apply(double[] scores) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            highest = Math.max(highest, score);
        }
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.exp(scores[i] - highest);
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= sum;
        }
        return highest + Math.log(sum);
    }
}
