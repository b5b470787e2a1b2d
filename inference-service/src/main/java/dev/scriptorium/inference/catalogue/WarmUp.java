package dev.scriptorium.inference.catalogue;

import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.engine.CausalSettings;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.TokenLabelModel;
import java.util.List;

/** Runs a new model once, so that its first caller does not pay for memory and kernels that are set up at first use. */
public final class WarmUp {

    private WarmUp() {}

    /** Any ids do: what comes out is thrown away. */
    public static void run(InferenceModel model) {
        List<int[]> ids = List.of(new int[] {0, 1, 2});
        switch (model) {
            case Seq2SeqModel generator ->
                generator.generate(ids, generator.defaults().withMaxNewTokens(2), Cancellation.NEVER);
            case CausalModel writer ->
                writer.generate(
                        new CausalRequest(ids.getFirst(), CausalSettings.greedy(2)), output -> {}, Cancellation.NEVER);
            case EmbeddingModel embeddings -> embeddings.embed(ids);
            case ClassificationModel classifier -> classifier.classify(ids);
            case TokenLabelModel labels -> labels.label(ids);
        }
    }
}
