package dev.scriptorium.classifier;

import java.util.Arrays;

/**
 * What a multinomial logistic regression makes small: the mean over the rows of the negative log-probability of the right
 * class, and half the strength times the squared distance of the weights from where they began, over the number of rows.
 *
 * @param start where the weights are held to: zero, or what is known before any example
 */
record LogisticLoss(Rows rows, double strength, double[] start) implements Lbfgs.Objective {

    @Override
    public double at(double[] weights, double[] gradient) {
        Arrays.fill(gradient, 0);
        double loss = 0;
        double[] scores = new double[rows.classes()];
        for (int row = 0; row < rows.count(); row++) {
            rows.scores(row, weights, scores);
            int right = rows.labels()[row];
            double ofRight = scores[right];
            loss += Softmax.apply(scores) - ofRight;
            scores[right] -= 1;
            rows.addGradient(row, scores, gradient);
        }
        double squares = 0;
        for (int i = 0; i < weights.length; i++) {
            double distance = weights[i] - start[i];
            squares += distance * distance;
            gradient[i] += strength * distance;
        }
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= rows.count();
        }
        return (loss + strength / 2 * squares) / rows.count();
    }
}
