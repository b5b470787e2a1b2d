package dev.scriptorium.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Fits a head to examples, beginning from what the labels' descriptions mean.
 *
 * <p>How strongly weights are held back, whether words count beside the meaning, and how far descriptions are believed are
 * chosen by cross-validation; so are temperature and threshold, and every figure of the quality. A description is where its
 * label's weights begin and one more example of it. Without examples the descriptions alone decide.
 *
 * @param precision wanted of the answers that are sure
 */
public record HeadTraining(double precision) {

    /** Of more, a share tells well enough how to fit, and few folds how good the fit is: each fit more costs more than it tells. */
    private static final int MANY_EXAMPLES = 2000;

    private static final int FOLDS = 5;
    private static final int FOLDS_OF_MANY = 3;

    /** With fewer examples nothing is held out. */
    private static final int LEAST_EXAMPLES = 8;

    /** How much of similarity to a description is believed where no example says otherwise. */
    private static final double SHARPNESS = 20;

    private static final Lbfgs SEARCH = new Lbfgs(3e-4, 60);
    private static final Lbfgs FINAL = new Lbfgs(5e-5, 200);

    /**
     * A way to fit.
     *
     * @param wordShare how much words count beside the meaning; 0: not at all
     * @param sharpness how far descriptions are believed
     */
    private record Way(double wordShare, double strength, double sharpness) {}

    private record Fit(FeatureSpace space, double[] weights) {}

    public Learnt learn(Examples examples) {
        if (examples.count() == 0) {
            return fromDescriptions(examples);
        }
        if (examples.count() < LEAST_EXAMPLES) {
            Way way = new Way(0, 1, SHARPNESS);
            return new Learnt(
                    head(examples, way, 1),
                    Threshold.NONE,
                    Quality.unknown(examples.labels(), examples.classes()),
                    way.strength(),
                    false);
        }
        boolean many = examples.count() > MANY_EXAMPLES;
        Folds folds = Folds.of(examples.labels(), examples.groups(), examples.classes(), many ? FOLDS_OF_MANY : FOLDS);
        Way way = best(examples.about(MANY_EXAMPLES));
        List<double[]> scores = heldOut(examples, folds, folds.count(), way, FINAL);
        double temperature = Calibration.temperature(scores, examples.labels());
        return new Learnt(
                head(examples, way, temperature),
                threshold(scores, examples.labels(), temperature),
                Quality.of(
                        folds.count(),
                        examples.labels(),
                        scores.stream().mapToInt(HeadTraining::highest).toArray(),
                        examples.classes()),
                way.strength(),
                way.wordShare() > 0);
    }

    private static Learnt fromDescriptions(Examples examples) {
        List<Features> described = new ArrayList<>();
        for (Features description : examples.descriptions()) {
            if (description == null) {
                throw new IllegalArgumentException("a label without examples has a description");
            }
            described.add(description);
        }
        FeatureSpace space = FeatureSpace.of(described, examples.classes(), 0);
        Head head = space.head(space.start(meanings(examples), SHARPNESS), examples.classes(), 1);
        return new Learnt(head, Threshold.NONE, Quality.unknown(new int[0], examples.classes()), 0, false);
    }

    /** The way whose held-out answers, once calibrated, make the right labels most likely; of equals the simplest. */
    private static Way best(Examples examples) {
        Folds folds = Folds.of(examples.labels(), examples.groups(), examples.classes(), FOLDS);
        int tried = examples.count() > MANY_EXAMPLES / 2 ? 1 : FOLDS;
        int[] held = IntStream.range(0, examples.count())
                .filter(i -> folds.of()[i] < tried)
                .toArray();
        int[] labels = IntStream.of(held).map(i -> examples.labels()[i]).toArray();
        Way best = null;
        double least = Double.POSITIVE_INFINITY;
        for (Way way : ways(examples)) {
            List<double[]> all = heldOut(examples, folds, tried, way, SEARCH);
            List<double[]> scores = IntStream.of(held).mapToObj(all::get).toList();
            double loss = Calibration.loss(scores, labels, Calibration.temperature(scores, labels));
            if (loss < least) {
                least = loss;
                best = way;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no way to fit gave a number");
        }
        return best;
    }

    private static List<Way> ways(Examples examples) {
        List<Way> ways = new ArrayList<>();
        for (double sharpness : sharpnesses(examples)) {
            for (double wordShare : new double[] {0, 1, 4}) {
                for (double strength : new double[] {10, 1, 0.1, 0.01, 0.001}) {
                    ways.add(new Way(wordShare, strength, sharpness));
                }
            }
        }
        return ways;
    }

    /** A label that has nothing but its description needs it, which no held-out example can tell. */
    private static double[] sharpnesses(Examples examples) {
        boolean[] exemplified = new boolean[examples.classes()];
        for (int label : examples.labels()) {
            exemplified[label] = true;
        }
        boolean described = false;
        boolean needed = false;
        for (int k = 0; k < exemplified.length; k++) {
            described |= examples.descriptions()[k] != null;
            needed |= examples.descriptions()[k] != null && !exemplified[k];
        }
        if (needed) {
            return new double[] {SHARPNESS / 2, SHARPNESS};
        }
        return described ? new double[] {0, SHARPNESS / 2, SHARPNESS} : new double[] {0};
    }

    /** The scores of the first folds' examples, each from a fit without its fold; of the others nothing. */
    private static List<double[]> heldOut(Examples examples, Folds folds, int tried, Way way, Lbfgs search) {
        List<double[]> scores = new ArrayList<>(Arrays.asList(new double[examples.count()][]));
        for (int fold = 0; fold < tried; fold++) {
            Fit fit = fit(examples, folds.kept(fold), way, search);
            int[] held = folds.heldOut(fold);
            Rows rows = fit.space()
                    .rows(
                            IntStream.of(held).mapToObj(examples.texts()::get).toList(),
                            new int[held.length],
                            examples.classes());
            for (int row = 0; row < held.length; row++) {
                double[] ofRow = new double[examples.classes()];
                rows.scores(row, fit.weights(), ofRow);
                scores.set(held[row], ofRow);
            }
        }
        return scores;
    }

    private static Head head(Examples examples, Way way, double temperature) {
        Fit fit = fit(examples, IntStream.range(0, examples.count()).toArray(), way, FINAL);
        return fit.space().head(fit.weights(), examples.classes(), temperature);
    }

    private static Fit fit(Examples examples, int[] kept, Way way, Lbfgs search) {
        List<Features> texts = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int place : kept) {
            texts.add(examples.texts().get(place));
            labels.add(examples.labels()[place]);
        }
        for (int k = 0; k < examples.classes(); k++) {
            Features description = examples.descriptions()[k];
            if (description != null) {
                texts.add(description);
                labels.add(k);
            }
        }
        int classes = examples.classes();
        FeatureSpace space = FeatureSpace.of(texts, classes, way.wordShare());
        Rows rows = space.unitRows(
                texts, labels.stream().mapToInt(Integer::intValue).toArray(), classes);
        double[] start = space.start(meanings(examples), way.sharpness());
        return new Fit(space, search.minimum(new LogisticLoss(rows, way.strength(), start), start));
    }

    private static float[] @Nullable [] meanings(Examples examples) {
        float[] @Nullable [] meanings = new float[examples.classes()][];
        for (int k = 0; k < meanings.length; k++) {
            Features description = examples.descriptions()[k];
            meanings[k] = description == null ? null : description.meaning();
        }
        return meanings;
    }

    private Threshold threshold(List<double[]> scores, int[] labels, double temperature) {
        List<Threshold.Answer> answers = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            double[] probabilities = Calibration.probabilities(scores.get(i), temperature);
            int given = highest(probabilities);
            answers.add(new Threshold.Answer(probabilities[given], given == labels[i]));
        }
        return Threshold.reaching(precision, answers);
    }

    /** Of equals the first. */
    private static int highest(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .max(Comparator.<Integer>comparingDouble(k -> scores[k]).thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }
}
