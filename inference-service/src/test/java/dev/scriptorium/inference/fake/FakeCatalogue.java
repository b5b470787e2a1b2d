package dev.scriptorium.inference.fake;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.catalogue.CatalogueEntry;
import dev.scriptorium.inference.catalogue.LanguagePair;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.catalogue.ModelCard;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.catalogue.ModelTask;
import dev.scriptorium.inference.catalogue.TranslatedLanguages;
import java.util.List;

/** A catalogue of the fakes: translator-en-de, sentence-embedding, sentiment, and broken, which does not load. */
public final class FakeCatalogue {

    public static final ModelCard TRANSLATOR = new ModelCard(
            "translator-en-de",
            ModelTask.GENERATE,
            TranslatedLanguages.of(new LanguagePair("en", "de")),
            List.of(),
            "mit",
            "",
            FakeTokens.MAX_INPUT_TOKENS,
            false);
    public static final ModelCard EMBEDDINGS = new ModelCard(
            "sentence-embedding",
            ModelTask.EMBED,
            TranslatedLanguages.NONE,
            List.of(),
            "mit",
            FakeClassifier.TOKENIZER_DIGEST,
            FakeTokens.MAX_INPUT_TOKENS,
            false);
    public static final ModelCard SENTIMENT = new ModelCard(
            "sentiment",
            ModelTask.CLASSIFY,
            TranslatedLanguages.NONE,
            new FakeClassifier().labels(),
            "mit",
            FakeClassifier.TOKENIZER_DIGEST,
            FakeTokens.MAX_INPUT_TOKENS,
            true);
    public static final ModelCard BROKEN = new ModelCard(
            "broken",
            ModelTask.GENERATE,
            TranslatedLanguages.NONE,
            List.of(),
            "mit",
            "",
            FakeTokens.MAX_INPUT_TOKENS,
            false);

    private FakeCatalogue() {}

    public static ModelCatalogue create() {
        return new ModelCatalogue(
                List.of(
                        CatalogueEntry.of(TRANSLATOR),
                        CatalogueEntry.of(EMBEDDINGS),
                        CatalogueEntry.of(SENTIMENT),
                        CatalogueEntry.of(BROKEN)),
                FakeCatalogue::load);
    }

    private static LoadedModel load(ModelCard card) {
        return new LoadedModel(
                card,
                "digest-of-" + card.name(),
                switch (card.name()) {
                    case "translator-en-de" -> new FakeTranslator();
                    case "sentence-embedding" -> new FakeEmbeddings();
                    case "sentiment" -> new FakeClassifier();
                    default -> throw new FailureException(FailureCode.MODEL_CORRUPT, "This model is broken");
                });
    }
}
