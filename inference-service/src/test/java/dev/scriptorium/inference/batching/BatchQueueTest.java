package dev.scriptorium.inference.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchQueueTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final BatchQueue<Input> queue = new BatchQueue<>(new BatchLimits(4, 100), 10, 2);

    /** An input by its name, so that a failure reads well. */
    private record Input(String name, Object group, int tokens, RequestContext context) implements QueuedInput {

        @Override
        public String model() {
            return String.valueOf(group);
        }

        static Input of(String name, int tokens) {
            return of(name, "model", tokens, Lane.BULK, "acme");
        }

        static Input of(String name, Object group, int tokens, Lane lane, String tenant) {
            return new Input(name, group, tokens, new RequestContext(lane, tenant, Instant.MAX));
        }

        Input dueAt(Instant deadline) {
            return new Input(name, group, tokens, new RequestContext(context.lane(), context.tenantId(), deadline));
        }
    }

    @Test
    void givesNothingWhenNothingWaits() {
        assertThat(next()).isEmpty();
    }

    @Test
    void fillsABatchUpToItsItemsAndKeepsTheRest() {
        add(Input.of("a", 5), Input.of("b", 5), Input.of("c", 5), Input.of("d", 5), Input.of("e", 5));

        assertThat(next()).containsExactly("a", "b", "c", "d");
        assertThat(next()).containsExactly("e");
    }

    @Test
    void countsPaddingAgainstTheTokenBudget() {
        add(Input.of("a", 40), Input.of("b", 40), Input.of("c", 40));

        assertThat(next()).containsExactly("a", "b");
        assertThat(next()).containsExactly("c");
    }

    @Test
    void admitsASingleInputThatIsLongerThanTheBudget() {
        add(Input.of("a", 1000), Input.of("b", 1));

        assertThat(next()).containsExactly("a");
    }

    @Test
    void joinsInputsOfSimilarLengthAndPutsTheLongestFirst() {
        add(Input.of("a", 10), Input.of("b", 90), Input.of("c", 11), Input.of("d", 12));

        assertThat(next()).containsExactly("d", "c", "a");
        assertThat(next()).containsExactly("b");
    }

    @Test
    void sharesWhatWaitsBetweenFreeExecutors() {
        var large = new BatchQueue<Input>(new BatchLimits(32, 1000), 100, 2);
        for (int i = 0; i < 20; i++) {
            large.add(Lane.BULK, List.of(Input.of("a" + i, 5)));
        }

        assertThat(large.next(NOW, 2).batch()).hasSize(10);
        assertThat(large.next(NOW, 4).batch()).hasSize(4);
        assertThat(large.next(NOW, 1).batch()).hasSize(6);
    }

    @Test
    void keepsGroupsApart() {
        add(
                Input.of("a", "greedy", 5, Lane.BULK, "acme"),
                Input.of("b", "beam", 5, Lane.BULK, "acme"),
                Input.of("c", "greedy", 5, Lane.BULK, "acme"));

        assertThat(next()).containsExactly("a", "c");
        assertThat(next()).containsExactly("b");
    }

    @Test
    void servesTheInteractiveLaneFirst() {
        add(Input.of("bulk", 5));
        add(Input.of("interactive", "model", 5, Lane.INTERACTIVE, "acme"));

        assertThat(next()).containsExactly("interactive");
        assertThat(next()).containsExactly("bulk");
    }

    @Test
    void letsABulkBatchThroughAfterABurstOfInteractiveOnes() {
        add(Input.of("bulk", 5));
        for (String name : List.of("i1", "i2", "i3")) {
            add(Input.of(name, name, 5, Lane.INTERACTIVE, "acme"));
        }

        assertThat(next()).containsExactly("i1");
        assertThat(next()).containsExactly("i2");
        assertThat(next()).containsExactly("bulk");
        assertThat(next()).containsExactly("i3");
    }

    @Test
    void givesEveryTenantItsShareOfABatch() {
        for (int i = 0; i < 6; i++) {
            add(Input.of("large" + i, "model", 5, Lane.BULK, "large"));
        }
        add(Input.of("small", "model", 5, Lane.BULK, "small"));

        assertThat(next()).contains("small");
    }

    @Test
    void neverPassesATenantOverForLong() {
        for (int i = 0; i < 8; i++) {
            add(Input.of("large" + i, "model", 5, Lane.BULK, "large"));
        }
        add(Input.of("long", "model", 90, Lane.BULK, "small"));

        assertThat(next()).doesNotContain("long");
        assertThat(next()).containsExactly("long");
    }

    @Test
    void handsBackWhatIsPastItsDeadline() {
        add(Input.of("late", 5).dueAt(NOW.minusMillis(1)), Input.of("now", 5).dueAt(NOW), Input.of("later", 5));

        BatchQueue.Selection<Input> selection = queue.next(NOW, 1);

        assertThat(selection.expired()).extracting(Input::name).containsExactly("late");
        assertThat(selection.batch()).extracting(Input::name).containsExactly("now", "later");
    }

    @Test
    void refusesAllInputsOfARequestThatDoesNotFit() {
        List<Input> nine =
                IntStream.range(0, 9).mapToObj(i -> Input.of("a" + i, 5)).toList();
        assertThat(queue.offer(Lane.BULK, nine)).isTrue();

        assertThat(queue.offer(Lane.BULK, List.of(Input.of("b", 5), Input.of("c", 5))))
                .isFalse();
        assertThat(queue.size(Lane.BULK)).isEqualTo(9);
        assertThat(queue.offer(Lane.INTERACTIVE, List.of(Input.of("d", 5)))).isTrue();
    }

    @Test
    void forgetsARemovedInput() {
        Input removed = Input.of("removed", 5);
        add(removed, Input.of("kept", 5));

        assertThat(queue.remove(removed)).isTrue();
        assertThat(queue.remove(removed)).isFalse();
        assertThat(next()).containsExactly("kept");
    }

    private void add(Input... inputs) {
        for (Input input : inputs) {
            queue.add(input.context().lane(), List.of(input));
        }
    }

    private List<String> next() {
        return queue.next(NOW, 1).batch().stream().map(Input::name).toList();
    }
}
