package dev.scriptorium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.catalogue.ModelState;
import dev.scriptorium.inference.fake.FakeCatalogue;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreloadedModelsTest {

    private final ModelCatalogue catalogue = FakeCatalogue.create();

    @AfterEach
    void close() {
        catalogue.close();
    }

    @Test
    void aReplicaWithoutPreloadedModelsCanServeAtOnce() {
        PreloadedModels preloaded = preloaded(List.of());

        assertThat(preloaded.canServe()).isTrue();
        assertThat(preloaded.contains("sentiment")).isFalse();
    }

    @Test
    void aReplicaCanServeOnceItsPreloadedModelsAreLoaded() {
        PreloadedModels preloaded = preloaded(List.of("sentiment", "translator-en-de"));

        await().until(preloaded::canServe);

        assertThat(preloaded.contains("sentiment")).isTrue();
        assertThat(preloaded.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aReplicaIsNotReadyWhileAPreloadedModelCannotBeLoaded() {
        PreloadedModels preloaded = preloaded(List.of("sentiment", "broken"));

        await().until(() -> catalogue.entry("broken").state() instanceof ModelState.Unavailable);

        assertThat(preloaded.canServe()).isFalse();
        assertThat(preloaded.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(preloaded.call().getData().orElseThrow()).containsEntry("broken", "unavailable: MODEL_CORRUPT");
    }

    @Test
    void aStarStandsForAllModels() {
        PreloadedModels preloaded = preloaded(List.of("*"));

        assertThat(catalogue.entries())
                .allSatisfy(entry ->
                        assertThat(preloaded.contains(entry.card().name())).isTrue());
    }

    @Test
    void aModelThatIsNotPreloadedDoesNotKeepTheReplicaFromServing() {
        PreloadedModels preloaded = preloaded(List.of("sentiment"));
        await().until(preloaded::canServe);

        assertThatThrownBy(() -> catalogue.ready("broken").join()).hasCauseInstanceOf(FailureException.class);

        assertThat(preloaded.canServe()).isTrue();
    }

    @Test
    void anUnknownNameFailsTheStart() {
        assertThatThrownBy(() -> preloaded(List.of("nonsense"))).isInstanceOf(FailureException.class);
    }

    private PreloadedModels preloaded(List<String> names) {
        PreloadedModels preloaded = new PreloadedModels(catalogue, names);
        preloaded.load();
        return preloaded;
    }
}
