package dev.scriptorium.standalone.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A label set and how well it did on examples that were held out of its training.
 *
 * @param unavailable why it cannot serve; null where it can
 */
public record LabelSet(
        String name, int examples, @Nullable String unavailable, String embeddingModel, String digest, Report report) {

    /**
     * A label set in short.
     *
     * @param accuracy from 0 to 1; null where nothing was held out
     */
    public record Line(
            String name,
            List<String> labels,
            int examples,
            @Nullable Double accuracy,
            @Nullable String unavailable) {}

    /** Figures of held-out examples; null where there were too few examples to hold any out. */
    public record Report(
            int folds,
            @Nullable Double accuracy,
            @Nullable Double accuracyLow,
            @Nullable Double accuracyHigh,
            @Nullable Double baseline,
            @Nullable Double macroF1,
            @Nullable Threshold threshold,
            List<Quality> labels,
            String features,
            List<String> warnings) {
        public Report {
            warnings = warnings == null ? List.of() : List.copyOf(warnings);
        }
    }

    /**
     * The score below which the classifier abstains.
     *
     * @param coverage share of the texts that reach it
     */
    public record Threshold(
            double value,
            @Nullable Double precision,
            @Nullable Double coverage) {}

    /**
     * How well one label was found.
     *
     * @param given how often its examples were given each label
     */
    public record Quality(
            String label,
            int examples,
            @Nullable Double precision,
            @Nullable Double recall,
            @Nullable Double f1,
            Map<String, Integer> given) {
        public Quality {
            given = given == null ? Map.of() : Map.copyOf(given);
        }
    }

    /**
     * The label of one text.
     *
     * @param unsure whether the classifier abstains
     * @param error null where the text was classified
     */
    public record Answer(
            @Nullable String label,
            boolean unsure,
            Map<String, Double> scores,
            @Nullable Problem error) {
        public Answer {
            scores = scores == null ? Map.of() : Map.copyOf(scores);
        }
    }

    /** Why a text was not classified. */
    public record Problem(String code, String reason) {}
}
