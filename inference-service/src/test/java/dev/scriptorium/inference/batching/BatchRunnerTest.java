package dev.scriptorium.inference.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchRunnerTest {

    private static final Origin ORIGIN = new Origin(Lane.BULK, "acme", Instant.MAX);

    private final List<Integer> batchSizes = new ArrayList<>();
    private final List<BatchObserver.BatchRun> runs = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final BatchRunner runner = new BatchRunner(runs::add, () -> nanos.getAndAdd(1_000_000));

    @Test
    void answersEachInputWithItsOwnOutput() {
        List<Ticket<Integer>> tickets = tickets(this::sums, new int[] {1, 2, 3}, new int[] {7});

        runner.run(tickets);

        assertThat(tickets.get(0).answer().join().output()).isEqualTo(6);
        assertThat(tickets.get(1).answer().join().output()).isEqualTo(7);
    }

    @Test
    void sharesTheTimeByTokensAndReportsTheBatch() {
        List<Ticket<Integer>> tickets = tickets(this::sums, new int[] {1, 2, 3}, new int[] {7});

        runner.run(tickets);

        assertThat(tickets)
                .extracting(ticket -> ticket.answer().join().micros())
                .containsExactly(750L, 250L);
        assertThat(runs)
                .singleElement()
                .satisfies(run -> assertThat(List.of(run.items(), run.tokens(), run.paddedTokens()))
                        .containsExactly(2, 4, 6));
    }

    @Test
    void failsOneBadInputOfManyAloneInFewCalls() {
        List<Ticket<Integer>> tickets = tickets(
                inputs -> {
                    List<Integer> sums = sums(inputs);
                    if (sums.contains(13)) {
                        throw new IllegalStateException("poison");
                    }
                    return sums;
                },
                IntStream.range(0, 32).mapToObj(i -> new int[] {i}).toArray(int[][]::new));

        runner.run(tickets);

        assertThat(tickets)
                .filteredOn(ticket -> ticket.answer().isCompletedExceptionally())
                .hasSize(1);
        assertThatThrownBy(tickets.get(13).answer()::join)
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_FAILED));
        assertThat(batchSizes).hasSizeLessThanOrEqualTo(11);
    }

    @Test
    void splitsABatchThatDoesNotFitIntoMemory() {
        List<Ticket<Integer>> tickets = tickets(
                inputs -> {
                    List<Integer> sums = sums(inputs);
                    if (inputs.size() > 2) {
                        throw new OutOfMemoryError("of the test");
                    }
                    return sums;
                },
                IntStream.range(0, 8).mapToObj(i -> new int[] {i}).toArray(int[][]::new));

        runner.run(tickets);

        assertThat(tickets).allSatisfy(ticket -> assertThat(ticket.answer()).isCompleted());
        assertThat(batchSizes).containsExactly(8, 4, 2, 2, 4, 2, 2);
    }

    @Test
    void namesAnInputThatAloneIsTooMuch() {
        List<Ticket<Integer>> tickets = tickets(
                inputs -> {
                    throw new OutOfMemoryError("of the test");
                },
                new int[] {1});

        runner.run(tickets);

        assertThatThrownBy(tickets.getFirst().answer()::join)
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_OUT_OF_MEMORY));
    }

    @Test
    void leavesOutWhatWasCancelled() {
        List<Ticket<Integer>> tickets = tickets(this::sums, new int[] {1}, new int[] {2});
        tickets.getFirst().answer().cancel(false);

        runner.run(tickets);

        assertThat(batchSizes).containsExactly(1);
        assertThat(tickets.getLast().answer().join().output()).isEqualTo(2);
    }

    @Test
    void takesAWrongNumberOfOutputsForAFailure() {
        List<Ticket<Integer>> tickets = tickets(inputs -> List.of(), new int[] {1}, new int[] {2});

        runner.run(tickets);

        assertThat(tickets).allSatisfy(ticket -> assertThat(ticket.answer()).isCompletedExceptionally());
    }

    private List<Integer> sums(List<int[]> inputs) {
        batchSizes.add(inputs.size());
        return inputs.stream().map(ids -> IntStream.of(ids).sum()).toList();
    }

    private static List<Ticket<Integer>> tickets(Function<List<int[]>, List<Integer>> model, int[]... inputs) {
        BatchCall<Integer> call = new FunctionCall<>("sum", model);
        return List.of(inputs).stream()
                .map(ids -> new Ticket<>(call, ids, ORIGIN, 0))
                .toList();
    }
}
