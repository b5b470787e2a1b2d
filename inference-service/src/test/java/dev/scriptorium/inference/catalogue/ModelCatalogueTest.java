package dev.scriptorium.inference.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.fake.FakeTranslator;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogueTest {

    private final AtomicInteger loads = new AtomicInteger();

    @Test
    void loadsAModelOnceForAllWhoAsk() {
        CountDownLatch gate = new CountDownLatch(1);
        try (ModelCatalogue catalogue = catalogue(card -> awaiting(gate))) {
            List<CompletableFuture<LoadedModel>> asked = IntStream.range(0, 20)
                    .mapToObj(i -> catalogue.ready("translator"))
                    .toList();
            assertThat(catalogue.entry("translator").state()).isInstanceOf(ModelState.Loading.class);

            gate.countDown();

            assertThat(asked)
                    .allSatisfy(ready -> assertThat(ready.join().digest()).isEqualTo("digest"));
            assertThat(loads).hasValue(1);
            assertThat(catalogue.entry("translator").state()).isInstanceOf(ModelState.Ready.class);
            assertThat(catalogue.ready("translator")).isCompleted();
        }
    }

    @Test
    void loadsNothingThatNobodyAskedFor() {
        try (ModelCatalogue catalogue = catalogue(this::loaded)) {
            assertThat(catalogue.entry("translator").state()).isInstanceOf(ModelState.Known.class);
            assertThat(loads).hasValue(0);
        }
    }

    @Test
    void servesOnWhenOneModelCannotBeLoaded() {
        try (ModelCatalogue catalogue = catalogue(card -> {
            if (card.name().equals("broken")) {
                throw new FailureException(FailureCode.MODEL_CORRUPT, "model.safetensors is cut off");
            }
            return loaded(card);
        })) {
            assertThatThrownBy(() -> catalogue.ready("broken").join())
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("model.safetensors is cut off");

            assertThat(catalogue.entry("broken").state())
                    .isInstanceOfSatisfying(
                            ModelState.Unavailable.class,
                            unavailable ->
                                    assertThat(unavailable.failure().code()).isEqualTo(FailureCode.MODEL_CORRUPT));
            assertThat(catalogue.ready("translator").join().card().name()).isEqualTo("translator");
        }
    }

    @Test
    void whoStopsWaitingStopsNobodyElse() {
        CountDownLatch gate = new CountDownLatch(1);
        try (ModelCatalogue catalogue = catalogue(card -> awaiting(gate))) {
            catalogue.ready("translator").cancel(true);
            catalogue.ready("translator").cancel(true);
            var other = catalogue.ready("translator");

            gate.countDown();

            assertThat(other.join().digest()).isEqualTo("digest");
        }
    }

    @Test
    void namesTheModelsThereAreWhenOneIsUnknown() {
        try (ModelCatalogue catalogue = catalogue(this::loaded)) {
            assertThatThrownBy(() -> catalogue.ready("nonsense").join())
                    .hasRootCauseMessage("There is no model named nonsense; there are [broken, translator]");
        }
    }

    @Test
    void keepsAnEntryForAFolderThatCannotBeRead(@TempDir Path empty) {
        CatalogueEntry entry = CatalogueEntry.read("empty", name -> empty);

        assertThat(entry.state()).isInstanceOf(ModelState.Unavailable.class);
        assertThat(entry.card().task()).isEqualTo(ModelTask.UNKNOWN);
    }

    private static ModelCatalogue catalogue(Function<ModelCard, LoadedModel> loading) {
        return new ModelCatalogue(List.of(entry("translator"), entry("broken")), loading);
    }

    private static CatalogueEntry entry(String name) {
        return CatalogueEntry.of(new ModelCard(
                name,
                ModelTask.GENERATE,
                new TranslatedLanguages(List.of("en"), List.of("de")),
                List.of(),
                "mit",
                "",
                200,
                false));
    }

    private LoadedModel awaiting(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return loaded(entry("translator").card());
    }

    private LoadedModel loaded(ModelCard card) {
        loads.incrementAndGet();
        return new LoadedModel(card, "digest", new FakeTranslator());
    }
}
