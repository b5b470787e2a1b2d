package dev.scriptorium.classifier;

import java.util.ArrayList;
import java.util.List;

/**
 * How well a label set did on examples that were held out of its training.
 *
 * @param folds 0 where nothing could be held out; then the figures are 0
 * @param accuracyLow lower end of the interval of 95 % around the accuracy (Wilson)
 * @param baseline accuracy of always answering the most frequent label
 * @param labels in their order
 */
public record Quality(
        int folds,
        double accuracy,
        double accuracyLow,
        double accuracyHigh,
        double baseline,
        double macroF1,
        List<OfLabel> labels) {

    private static final double Z = 1.959964;

    /** @param given how many of the label's held-out examples were given each label */
    public record OfLabel(int examples, double precision, double recall, double f1, List<Integer> given) {

        public OfLabel {
            given = List.copyOf(given);
        }
    }

    public Quality {
        labels = List.copyOf(labels);
    }

    /** Of a label set that nothing could be held out of. */
    static Quality unknown(int[] labels, int classes) {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        List<OfLabel> all = new ArrayList<>();
        for (int count : counts) {
            all.add(new OfLabel(count, 0, 0, 0, List.of()));
        }
        return new Quality(0, 0, 0, 0, 0, 0, all);
    }

    /** @param given the answer for each example */
    static Quality of(int folds, int[] labels, int[] given, int classes) {
        int[][] confusion = new int[classes][classes];
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            confusion[labels[i]][given[i]]++;
            right += labels[i] == given[i] ? 1 : 0;
        }
        List<OfLabel> all = new ArrayList<>();
        int most = 0;
        double f1 = 0;
        int present = 0;
        for (int k = 0; k < classes; k++) {
            OfLabel label = ofLabel(confusion, k);
            all.add(label);
            most = Math.max(most, label.examples());
            if (label.examples() > 0) {
                f1 += label.f1();
                present++;
            }
        }
        double n = labels.length;
        double accuracy = right / n;
        double middle = (accuracy + Z * Z / (2 * n)) / (1 + Z * Z / n);
        double half = Z / (1 + Z * Z / n) * Math.sqrt(accuracy * (1 - accuracy) / n + Z * Z / (4 * n * n));
        return new Quality(
                folds, accuracy, Math.max(0, middle - half), Math.min(1, middle + half), most / n, f1 / present, all);
    }

    private static OfLabel ofLabel(int[][] confusion, int label) {
        List<Integer> given = new ArrayList<>();
        int examples = 0;
        int answered = 0;
        for (int k = 0; k < confusion.length; k++) {
            given.add(confusion[label][k]);
            examples += confusion[label][k];
            answered += confusion[k][label];
        }
        double right = confusion[label][label];
        return new OfLabel(
                examples,
                answered == 0 ? 0 : right / answered,
                examples == 0 ? 0 : right / examples,
                examples + answered == 0 ? 0 : 2 * right / (examples + answered),
                given);
    }
}
