package dev.scriptorium.inference.trial;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.ModelLoader;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.inference.catalogue.ModelCard;
import dev.scriptorium.inference.catalogue.TranslatedLanguages;
import dev.scriptorium.tokenizers.Languages;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Chooses the score below which a translator's texts are flagged, by its translations of held-out texts of its field. */
public final class ScoreCalibration {

    /** A translation this far from the reference counts as bad; chrF goes from 0 to 100. */
    public static final double BAD_BELOW_CHRF = 25;

    public static final int FEWEST_PAIRS = 20;

    private static final double THOUSANDTHS = 1000;
    private static final double PERCENT = 100;

    private final ModelLoader loader;
    private final EngineSettings settings;

    public ScoreCalibration(ModelLoader loader, EngineSettings settings) {
        this.loader = loader;
        this.settings = settings;
    }

    /**
     * Translates the sources as the model's files ask for, and chooses the threshold.
     *
     * @param asked the direction, such as {@code en-de}; null where the model has one only
     * @param percent of the translations that are to lie below the threshold
     * @throws FailureException what keeps the model from loading; {@code BAD_REQUEST} where it has several directions and
     *     none is asked for, or not this one
     */
    public Calibration run(String name, Path folder, @Nullable String asked, List<HeldOutPair> pairs, double percent) {
        Languages direction = direction(ModelTrial.card(name, folder), asked);
        try (Seq2SeqModel model = loader.load(folder, settings, Seq2SeqModel.class)) {
            List<Generation> written = model
                    .generate(
                            pairs.stream()
                                    .map(pair -> new GenerationInput(
                                            model.encode(pair.source(), direction), direction, model.defaults()))
                                    .toList(),
                            Cancellation.NEVER)
                    .stream()
                    .map(List::getFirst)
                    .toList();
            return calibration(direction, pairs, written, percent);
        }
    }

    private static Calibration calibration(
            Languages direction, List<HeldOutPair> pairs, List<Generation> written, double percent) {
        double[] scores = written.stream().mapToDouble(Generation::score).toArray();
        float threshold = threshold(scores, percent);
        boolean[] bad = new boolean[pairs.size()];
        for (int i = 0; i < bad.length; i++) {
            bad[i] = ChrF.of(written.get(i).text(), pairs.get(i).reference()) < BAD_BELOW_CHRF;
        }
        return new Calibration(
                direction.source() + "-" + direction.target(),
                threshold,
                pairs.size(),
                count(scores.length, i -> scores[i] < threshold),
                count(scores.length, i -> bad[i]),
                count(scores.length, i -> bad[i] && scores[i] < threshold));
    }

    private static int count(int size, IntPredicate which) {
        return (int) IntStream.range(0, size).filter(which).count();
    }

    /** The percentile with linear interpolation, rounded down to thousandths so that not one text more is flagged. */
    static float threshold(double[] scores, double percent) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double place = percent / PERCENT * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        double between = sorted[below] + (place - below) * (sorted[above] - sorted[below]);
        double rounded = Math.floor(THOUSANDTHS * between) / THOUSANDTHS;
        if (!(rounded < 0)) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST,
                    "The model is certain of every one of these texts, so that no score can tell its bad ones");
        }
        return (float) rounded;
    }

    private static Languages direction(ModelCard card, @Nullable String asked) {
        TranslatedLanguages languages = card.languages();
        if (languages.isEmpty()) {
            throw new FailureException(FailureCode.BAD_REQUEST, "The model " + card.name() + " is no translator");
        }
        if (asked == null) {
            int directions = languages.pairs().isEmpty()
                    ? languages.sources().size() * languages.targets().size()
                    : languages.pairs().size();
            if (directions != 1) {
                throw new FailureException(
                        FailureCode.BAD_REQUEST,
                        "The model " + card.name() + " translates " + languages
                                + "; say with --direction for which direction the pairs are");
            }
            return TrialText.direction(languages);
        }
        String[] sides = asked.split("-", 2);
        if (sides.length != 2 || !languages.sources().contains(sides[0]) || !languages.translates(sides[0], sides[1])) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST,
                    "The model " + card.name() + " does not translate " + asked + " but " + languages);
        }
        return new Languages(sides[0], sides[1]);
    }
}
