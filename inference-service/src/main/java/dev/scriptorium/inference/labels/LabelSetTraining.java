package dev.scriptorium.inference.labels;

import dev.scriptorium.classifier.Examples;
import dev.scriptorium.classifier.Features;
import dev.scriptorium.classifier.HeadTraining;
import dev.scriptorium.classifier.Learnt;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.catalogue.ModelLease;
import dev.scriptorium.inference.catalogue.Models;
import dev.scriptorium.inference.labels.examples.Example;
import dev.scriptorium.inference.labels.examples.SimilarTexts;
import dev.scriptorium.inference.labels.store.LabelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Makes a label set from a plan: texts become features, a head is fitted to them. Blocks; safe for many threads. */
final class LabelSetTraining {

    private final Models models;
    private final TextReader reader;
    private final Batcher batcher;
    private final String embeddingModel;

    /** @param embeddingModel the name of the model that label sets stand on */
    LabelSetTraining(Models models, TextReader reader, Batcher batcher, String embeddingModel) {
        this.models = models;
        this.reader = reader;
        this.batcher = batcher;
        this.embeddingModel = embeddingModel;
    }

    LabelSet train(LabelSetPlan plan) {
        try (ModelLease lease = lease()) {
            return train(plan, lease.model());
        }
    }

    private LabelSet train(LabelSetPlan plan, LoadedModel loaded) {
        List<String> labels = plan.labels();
        if (!(loaded.model() instanceof EmbeddingModel embedding)) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    "The model " + embeddingModel + " can " + loaded.card().task()
                            + ", label sets need one that can embed");
        }
        TextFeatures features = new TextFeatures(reader, batcher, loaded, embedding);
        SimilarTexts similar = SimilarTexts.of(plan.examples());
        Examples examples = new Examples(
                features.of(
                        plan.examples().stream().map(LabelSetTraining::named).toList()),
                plan.examples().stream()
                        .mapToInt(example -> labels.indexOf(example.label()))
                        .toArray(),
                similar.groups(),
                descriptions(plan, labels, features));
        Learnt learnt = new HeadTraining(plan.precision()).learn(examples);
        return new LabelSet(
                plan.name(),
                labels,
                new LabelSet.Embedding(embeddingModel, loaded.digest()),
                learnt,
                warnings(plan, similar, learnt));
    }

    private ModelLease lease() {
        try {
            return models.lease(embeddingModel, Models.NO_TIMEOUT).join();
        } catch (CompletionException e) {
            throw FailureException.of(e);
        }
    }

    private static TextFeatures.Named named(Example example) {
        return new TextFeatures.Named("Line " + example.line(), example.text());
    }

    private static Features[] descriptions(LabelSetPlan plan, List<String> labels, TextFeatures features) {
        Features[] described = new Features[labels.size()];
        List<TextFeatures.Named> texts = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int k = 0; k < labels.size(); k++) {
            String description = plan.descriptions().get(labels.get(k));
            if (description != null) {
                texts.add(new TextFeatures.Named("The description of " + labels.get(k), description));
                places.add(k);
            }
        }
        List<Features> found = features.of(texts);
        for (int i = 0; i < found.size(); i++) {
            described[places.get(i)] = found.get(i);
        }
        return described;
    }

    private static List<String> warnings(LabelSetPlan plan, SimilarTexts similar, Learnt learnt) {
        List<String> warnings = new ArrayList<>(plan.warnings());
        warnings.addAll(similar.warnings());
        if (learnt.quality().folds() == 0) {
            warnings.add(
                    "there were too few examples to hold any out: how good it is, is not known, and it is never unsure");
        } else if (learnt.threshold().precision() < plan.precision()) {
            warnings.add(
                    "no threshold reached the wanted precision of %.0f %% on held-out examples; the best reached %.0f %%"
                            .formatted(
                                    100 * plan.precision(),
                                    100 * learnt.threshold().precision()));
        }
        return warnings;
    }
}
