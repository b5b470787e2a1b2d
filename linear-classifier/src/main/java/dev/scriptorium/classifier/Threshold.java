package dev.scriptorium.classifier;

import java.util.Comparator;
import java.util.List;

/**
 * From which score on an answer counts as sure.
 *
 * @param value 0: every answer is sure
 * @param precision the share of right answers among the sure ones, held out
 * @param coverage the share of sure answers, held out
 */
public record Threshold(double value, double precision, double coverage) {

    /** Where nothing was held out: every answer is given, and none is promised. */
    static final Threshold NONE = new Threshold(0, 0, 0);

    /** A threshold that lets fewer pass says nothing. */
    private static final double LEAST_COVERAGE = 0.05;

    private static final int LEAST_ANSWERS = 5;

    /** A held-out answer. */
    record Answer(double score, boolean right) {}

    /** The one with most coverage that reaches the wanted precision; where none does, the one with the best precision. */
    static Threshold reaching(double wanted, List<Answer> answers) {
        List<Answer> sorted = answers.stream()
                .sorted(Comparator.comparingDouble(Answer::score).reversed())
                .toList();
        double least = Math.max(LEAST_ANSWERS, LEAST_COVERAGE * sorted.size());
        Threshold reached = NONE;
        Threshold best = NONE;
        int right = 0;
        for (int i = 0; i < sorted.size(); i++) {
            right += sorted.get(i).right() ? 1 : 0;
            boolean last = i + 1 == sorted.size();
            if (!last && sorted.get(i + 1).score() == sorted.get(i).score() || i + 1 < least && !last) {
                continue;
            }
            double precision = right / (i + 1.0);
            double between =
                    last ? 0 : (sorted.get(i).score() + sorted.get(i + 1).score()) / 2;
            Threshold here = new Threshold(between, precision, (i + 1.0) / sorted.size());
            if (precision >= wanted) {
                reached = here;
            }
            if (precision >= best.precision()) {
                best = here;
            }
        }
        return reached.coverage() > 0 ? reached : best;
    }
}
