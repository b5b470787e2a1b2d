package dev.scriptorium.inference.grpc;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.catalogue.CatalogueEntry;
import dev.scriptorium.inference.catalogue.ModelCard;
import dev.scriptorium.inference.catalogue.ModelState;
import dev.scriptorium.inference.catalogue.TranslatedLanguages;
import dev.scriptorium.inference.serving.ItemAnswers;
import dev.scriptorium.proto.inference.v1.LanguagePair;
import dev.scriptorium.proto.inference.v1.ManyToMany;
import dev.scriptorium.proto.inference.v1.ModelDescription;
import dev.scriptorium.proto.inference.v1.ModelTask;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The catalogue as the contract has it. */
final class ModelDescriptions {

    private ModelDescriptions() {}

    /**
     * @param digests of models by name; asked only for models that can serve
     * @param shipped whether a model of this name comes with the product
     */
    static ModelDescription of(CatalogueEntry entry, UnaryOperator<String> digests, Predicate<String> shipped) {
        ModelCard card = entry.card();
        ModelDescription.Builder description = ModelDescription.newBuilder()
                .setName(card.name())
                .setTask(task(card))
                .addAllLabels(card.labels())
                .setLicence(card.licence())
                .setTokenizerDigest(card.tokenizerDigest())
                .setMaxInputTokens(card.maxInputTokens())
                .putAllScoreThresholds(card.scoreThresholds())
                .setShipped(shipped.test(card.name()));
        TranslatedLanguages languages = card.languages();
        languages
                .pairs()
                .forEach(pair -> description.addLanguagePairs(
                        LanguagePair.newBuilder().setSource(pair.source()).setTarget(pair.target())));
        if (languages.pairs().isEmpty() && !languages.isEmpty()) {
            description.setManyToMany(
                    ManyToMany.newBuilder().addAllSources(languages.sources()).addAllTargets(languages.targets()));
        }
        switch (entry.state()) {
            case ModelState.Unavailable unavailable -> setUnavailable(description, unavailable.failure());
            case ModelState.Fetching fetching -> setUnavailable(description, fetching.failure(card.name()));
            case ModelState.Ready ready -> description.setDigest(ready.model().digest());
            case ModelState.Remote remote -> description.setDigest(digests.apply(card.name()));
            case ModelState.Known known -> description.setDigest(digests.apply(card.name()));
            case ModelState.Loading loading -> description.setDigest(digests.apply(card.name()));
        }
        return description.build();
    }

    /** The reason as one text is for readers of an older version. */
    @SuppressWarnings("deprecation")
    private static void setUnavailable(ModelDescription.Builder description, FailureException failure) {
        description
                .setUnavailable(ItemAnswers.failure(failure))
                .setUnavailableReason(failure.code() + ": " + failure.reason());
    }

    private static ModelTask task(ModelCard card) {
        return switch (card.task()) {
            case GENERATE -> ModelTask.MODEL_TASK_GENERATE;
            case EMBED -> ModelTask.MODEL_TASK_EMBED;
            case CLASSIFY -> ModelTask.MODEL_TASK_CLASSIFY;
            case LABEL_TOKENS -> ModelTask.MODEL_TASK_LABEL_TOKENS;
            case CONTINUE -> ModelTask.MODEL_TASK_CONTINUE;
            case UNKNOWN -> ModelTask.MODEL_TASK_UNSPECIFIED;
        };
    }
}
