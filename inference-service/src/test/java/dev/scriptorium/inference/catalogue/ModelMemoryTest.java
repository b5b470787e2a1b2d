package dev.scriptorium.inference.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelMemoryTest {

    private final ModelMemory memory = new ModelMemory(100);

    @Test
    void freesNothingWhileThereIsRoom() {
        assertThat(memory.take("a", 50)).isEmpty();
        assertThat(memory.take("b", 50)).isEmpty();
    }

    @Test
    void freesWhatWasUsedLongestAgo() {
        memory.take("a", 40);
        memory.take("b", 40);
        memory.use("a");
        memory.release("a");

        assertThat(memory.take("c", 40)).containsExactly("b");
        assertThat(memory.use("b")).isFalse();
        assertThat(memory.use("a")).isTrue();
    }

    @Test
    void freesNoModelInUse() {
        memory.take("a", 40);
        memory.take("b", 40);
        memory.use("a");

        assertThat(memory.take("c", 60)).containsExactly("b");
    }

    @Test
    void refusesAModelThatAloneIsTooLarge() {
        assertThatThrownBy(() -> memory.take("a", 101))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_OUT_OF_MEMORY));
    }

    @Test
    void waitsUntilModelsInUseLeaveRoom() {
        memory.take("a", 80);
        memory.use("a");
        CompletableFuture<List<String>> freed = new CompletableFuture<>();
        Thread taking = Thread.ofPlatform().start(() -> freed.complete(memory.take("b", 80)));
        await().until(() -> taking.getState() == Thread.State.WAITING);

        memory.release("a");

        assertThat(freed.join()).containsExactly("a");
    }

    @Test
    void aModelThatWasNotLoadedAfterAllTakesNoPlace() {
        memory.take("a", 80);
        memory.giveBack("a");

        assertThat(memory.take("b", 80)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void holdsNoMoreThanTheLimitAndWhateverIsInUse(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Integer> users = new HashMap<>();
        Map<String, Integer> held = new HashMap<>();
        for (int step = 0; step < 2_000; step++) {
            String model = "model" + random.nextInt(8);
            if (!held.containsKey(model)) {
                int bytes = 1 + random.nextInt(60);
                int inUse = users.keySet().stream().mapToInt(held::get).sum();
                if (bytes <= 100 - inUse) {
                    Set<String> freed = new HashSet<>(memory.take(model, bytes));
                    assertThat(freed).noneMatch(users::containsKey);
                    held.keySet().removeAll(freed);
                    held.put(model, bytes);
                }
            } else if (random.nextBoolean()) {
                assertThat(memory.use(model)).isTrue();
                users.merge(model, 1, Integer::sum);
            } else if (users.containsKey(model)) {
                memory.release(model);
                users.computeIfPresent(model, (name, count) -> count == 1 ? null : count - 1);
            }
            assertThat(held.values().stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(100);
        }
    }
}
