package dev.scriptorium.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.inference.batching.BatchLimits;
import dev.scriptorium.inference.batching.BatchObserver;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.BatcherSettings;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.catalogue.CatalogueEntry;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.proto.inference.v1.Aggregation;
import dev.scriptorium.proto.inference.v1.LabelTokensRequest;
import dev.scriptorium.proto.inference.v1.LabelTokensResponse;
import dev.scriptorium.proto.inference.v1.LabelledSpan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Labelled spans through the batcher, by the engine's own model. */
class TextLabellingTest {

    private static final String MODEL = "tiny-xlm-roberta-tokens";

    private final ModelCatalogue catalogue = new ModelCatalogue(
            List.of(CatalogueEntry.read(MODEL, TestModels::folder)),
            card -> new LoadedModel(
                    card,
                    "digest",
                    new OnnxModelLoader().load(TestModels.folder(card.name()), EngineSettings.DEFAULT)));
    private final Batcher batcher = new Batcher(
            new BatcherSettings(2, new BatchLimits(3, 1000), 300, 4, 2, Duration.ofMinutes(1)),
            BatchObserver.NONE,
            Clock.systemUTC());
    private final ModelServing serving =
            new ModelServing(catalogue, batcher, new RequestLimits(300, 500), Runnable::run, Clock.systemUTC());

    @AfterEach
    void close() {
        batcher.close();
        catalogue.close();
    }

    @Test
    void givesEachTextItsSpans() {
        var expected = TestModels.expected(MODEL);
        List<String> texts = TestModels.texts(expected.path("texts"));

        LabelTokensResponse response = label(LabelTokensRequest.newBuilder()
                .setModel(MODEL)
                .setAggregation(Aggregation.AGGREGATION_SIMPLE)
                .addAllTexts(texts));

        assertThat(response.getOutputsCount()).isEqualTo(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).isBlank()) {
                assertThat(response.getOutputs(i).getFailure().getCode()).isEqualTo("EMPTY_TEXT");
                continue;
            }
            List<String> labels = new ArrayList<>();
            expected.path("spans")
                    .path("simple")
                    .get(i)
                    .forEach(span -> labels.add(span.get(0).asText()));
            assertThat(response.getOutputs(i).getSpans().getSpansList())
                    .extracting(LabelledSpan::getLabel)
                    .isEqualTo(labels);
        }
        assertThat(response.getUsage().getModel()).isEqualTo(MODEL);
    }

    @Test
    void aTextThatIsTooLongFailsAlone() {
        LabelTokensResponse response = label(LabelTokensRequest.newBuilder()
                .setModel(MODEL)
                .addTexts("a small river")
                .addTexts("x ".repeat(300)));

        assertThat(response.getOutputs(0).hasSpans()).isTrue();
        assertThat(response.getOutputs(1).getFailure().getCode()).isEqualTo("INPUT_TOO_LONG");
    }

    private LabelTokensResponse label(LabelTokensRequest.Builder request) {
        return serving.labelTokens(
                        request.build(),
                        new RequestContext(Lane.INTERACTIVE, "acme", Instant.MAX),
                        Admission.REFUSED_WHEN_FULL)
                .join();
    }
}
