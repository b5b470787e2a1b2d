package dev.scriptorium.inference.labels.store;

import dev.scriptorium.classifier.Learnt;
import dev.scriptorium.classifier.Quality;
import java.util.Locale;

/** The model card of a label set. */
final class LabelSetCard {

    private LabelSetCard() {}

    static String of(LabelSet set) {
        Learnt learnt = set.learnt();
        Quality quality = learnt.quality();
        StringBuilder card = new StringBuilder("# " + set.name() + "\n\n");
        line(
                card,
                "A label set for the sentence embeddings of the model `%s`.",
                set.embedding().model());
        line(card, "It serves only with the version of that model whose digest begins with `%s`.", begin(set));
        line(
                card,
                "Made from %d examples; it reads %s.",
                set.examples(),
                learnt.words() ? "what sentences mean and which words they have" : "what sentences mean");
        card.append('\n');
        if (quality.folds() == 0) {
            line(card, "How good it is was not measured: there were too few examples to hold any out.");
        } else {
            line(
                    card,
                    "On examples held out of the training (%d folds): accuracy %.1f %% (95 %%: %.1f to %.1f), macro-F1 %.3f.",
                    quality.folds(),
                    100 * quality.accuracy(),
                    100 * quality.accuracyLow(),
                    100 * quality.accuracyHigh(),
                    quality.macroF1());
            line(card, "Always answering the most frequent label: %.1f %%.", 100 * quality.baseline());
            line(
                    card,
                    "Answers with a score of at least %.3f are sure: %.1f %% of all, of which %.1f %% are right.",
                    learnt.threshold().value(),
                    100 * learnt.threshold().coverage(),
                    100 * learnt.threshold().precision());
        }
        card.append("\n| label | examples | precision | recall | F1 |\n|---|---|---|---|---|\n");
        for (int k = 0; k < set.labels().size(); k++) {
            Quality.OfLabel label = quality.labels().get(k);
            line(
                    card,
                    "| %s | %d | %.3f | %.3f | %.3f |",
                    set.labels().get(k).replace("|", "\\|"),
                    label.examples(),
                    label.precision(),
                    label.recall(),
                    label.f1());
        }
        if (!set.warnings().isEmpty()) {
            card.append("\nWarnings:\n\n");
            set.warnings().forEach(warning -> line(card, "- %s", warning));
        }
        return card.toString();
    }

    private static String begin(LabelSet set) {
        String digest = set.embedding().digest();
        return digest.substring(0, Math.min(16, digest.length()));
    }

    private static void line(StringBuilder card, String form, Object... values) {
        card.append(String.format(Locale.ROOT, form, values)).append('\n');
    }
}
