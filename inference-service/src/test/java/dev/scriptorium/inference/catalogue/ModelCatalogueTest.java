package dev.scriptorium.inference.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.inference.fake.FakeTranslator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    void aLoadThatTheEndOfTheProcessStopsLeavesTheModelInTheCatalogue() {
        try (ModelCatalogue catalogue = catalogue(card -> {
            throw new FailureException(FailureCode.SHUTTING_DOWN, "The process is stopping");
        })) {
            assertThatThrownBy(() -> catalogue.ready("translator").join())
                    .hasRootCauseMessage("The process is stopping");

            assertThat(catalogue.entry("translator").state()).isInstanceOf(ModelState.Known.class);
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
    void freesTheModelUsedLongestAgoForAnotherOne() {
        List<String> freed = new ArrayList<>();
        try (ModelCatalogue catalogue = small(freed)) {
            catalogue.lease("translator").join().close();

            ModelLease broken = catalogue.lease("broken").join();

            assertThat(freed).containsExactly("translator");
            assertThat(catalogue.entry("translator").state()).isInstanceOf(ModelState.Known.class);
            broken.close();
            assertThat(catalogue.lease("translator").join().model().card().name())
                    .isEqualTo("translator");
            assertThat(loads).hasValue(3);
        }
    }

    @Test
    void whoAsksForAModelWaitsForRoomRatherThanTakingIt() {
        List<String> freed = new ArrayList<>();
        try (ModelCatalogue catalogue = small(freed)) {
            ModelLease inUse = catalogue.lease("translator").join();
            CompletableFuture<ModelLease> waiting = catalogue.lease("broken");
            assertThat(catalogue.lease("translator").join().model()).isSameAs(inUse.model());
            assertThat(waiting).isNotDone();
            assertThat(freed).isEmpty();
        }
    }

    /** Room for one model of two. */
    private ModelCatalogue small(List<String> freed) {
        return new ModelCatalogue(
                List.of(entry("translator"), entry("broken")),
                this::loaded,
                card -> 60,
                100,
                model -> freed.add(model.card().name()));
    }

    @Test
    void theOthersServeWhileAModelIsBeingFetchedAndWhoAsksForItWaits() {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ModelCatalogue catalogue = withModelElsewhere()) {
            catalogue.fetch(name -> {
                await(arrived);
                return TestModels.folder("tiny-marian");
            });
            CompletableFuture<ModelLease> waiting = catalogue.lease("far", Models.NO_TIMEOUT);

            assertThat(catalogue.lease("translator", Models.NO_TIMEOUT).join()).isNotNull();
            assertThat(catalogue.entry("far").state()).isInstanceOf(ModelState.Fetching.class);
            assertThat(waiting).isNotDone();

            arrived.countDown();

            assertThat(waiting.join().model().card().task()).isEqualTo(ModelTask.GENERATE);
            assertThat(catalogue.entry("far").card().maxInputTokens()).isPositive();
        }
    }

    @Test
    void whoDoesNotWaitForAModelIsToldHowFarItIs() {
        try (ModelCatalogue catalogue = withModelElsewhere()) {
            CompletableFuture<ModelLease> impatient = catalogue.lease("far", Duration.ZERO);
            CompletableFuture<ModelLease> late = catalogue.lease("far", Duration.ofSeconds(-3));

            assertThat(List.of(impatient, late))
                    .allSatisfy(lease -> assertThatThrownBy(lease::join)
                            .hasRootCauseMessage("The model far is still being fetched: file 2 of 7; ask again later"));
        }
    }

    @Test
    void aModelThatDoesNotComeIsUnavailableWithTheReason() {
        try (ModelCatalogue catalogue = withModelElsewhere()) {
            CompletableFuture<ModelLease> waiting = catalogue.lease("far", Models.NO_TIMEOUT);
            catalogue.fetch(name -> {
                throw new FailureException(FailureCode.MODEL_UNKNOWN, "the hub has no " + name);
            });

            assertThatThrownBy(waiting::join).hasRootCauseMessage("the hub has no far");
            assertThat(catalogue.entry("far").state()).isInstanceOf(ModelState.Unavailable.class);
        }
    }

    private ModelCatalogue withModelElsewhere() {
        return new ModelCatalogue(
                List.of(entry("translator"), CatalogueEntry.elsewhere("far", () -> "file 2 of 7")), this::loaded);
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
                TranslatedLanguages.of(new LanguagePair("en", "de")),
                List.of(),
                "mit",
                "",
                200,
                false));
    }

    private LoadedModel awaiting(CountDownLatch gate) {
        await(gate);
        return loaded(entry("translator").card());
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private LoadedModel loaded(ModelCard card) {
        loads.incrementAndGet();
        return new LoadedModel(card, "digest", new FakeTranslator());
    }
}
