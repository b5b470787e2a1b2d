package dev.scriptorium.inference.trial;

import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.inference.catalogue.LanguagePair;
import dev.scriptorium.inference.catalogue.ModelCard;
import dev.scriptorium.inference.catalogue.TranslatedLanguages;
import dev.scriptorium.tokenizers.Languages;
import java.util.List;
import java.util.Map;

/** Texts that a model is tried with where the caller gives none. */
final class TrialText {

    private static final String ENGLISH = "en";

    private static final Map<String, String> SENTENCES = Map.of(
            ENGLISH,
            "The invoice is due in thirty days.",
            "de",
            "Die Rechnung ist in dreißig Tagen fällig.",
            "fr",
            "La facture est payable dans trente jours.",
            "es",
            "La factura vence en treinta días.",
            "it",
            "La fattura scade tra trenta giorni.",
            "nl",
            "De factuur moet binnen dertig dagen worden betaald.",
            "pt",
            "A fatura vence em trinta dias.");

    private static final String REPORT =
            "The board met on Tuesday and approved the budget for the next year. Spending on research rises by a tenth, "
                    + "and two offices are closed. The head of finance said that orders had grown since spring.";

    private TrialText() {}

    /** The direction in which a translator is tried: from English where it can be, else from a language with a sentence here. */
    static Languages direction(TranslatedLanguages languages) {
        if (!languages.pairs().isEmpty()) {
            LanguagePair pair = languages.pairs().getFirst();
            return new Languages(pair.source(), pair.target());
        }
        if (languages.isEmpty()) {
            return Languages.UNSAID;
        }
        List<String> sources = languages.sources();
        String source = sources.contains(ENGLISH)
                ? ENGLISH
                : sources.stream().filter(SENTENCES::containsKey).findFirst().orElse(sources.getFirst());
        List<String> targets = languages.targets().stream()
                .filter(target -> !target.equals(source))
                .toList();
        return new Languages(
                source,
                targets.stream().filter(SENTENCES::containsKey).findFirst().orElse(targets.getFirst()));
    }

    /** In the source language, or in English where there is none in that; a sentence where the model takes no more. */
    static List<String> of(ModelCard card, Languages direction, InferenceModel model) {
        List<String> texts = of(card, direction);
        return texts.stream().allMatch(text -> model.encode(text).length <= model.maxInputTokens())
                ? texts
                : List.of(SENTENCES.get(ENGLISH));
    }

    private static List<String> of(ModelCard card, Languages direction) {
        return switch (card.task()) {
            case GENERATE ->
                List.of(
                        card.languages().isEmpty()
                                ? REPORT
                                : SENTENCES.getOrDefault(direction.source(), SENTENCES.get(ENGLISH)));
            case EMBED ->
                List.of(
                        SENTENCES.get(ENGLISH),
                        "The bill must be paid within a month.",
                        "It will rain in the mountains tomorrow.");
            case CLASSIFY -> List.of("The staff was friendly and quick, and I will gladly come again.");
            case LABEL_TOKENS -> List.of("Angela works for Siemens in Munich.");
            case CONTINUE, UNKNOWN -> List.of(SENTENCES.get(ENGLISH));
        };
    }
}
