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

    private static final RequestContext ORIGIN = new RequestContext(Lane.BULK, "acme", Instant.MAX);

    private final List<Integer> batchSizes = new ArrayList<>();
    private final List<BatchObserver.BatchRun> runs = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final BatchRunner runner = new BatchRunner(runs::add, () -> nanos.getAndAdd(1_000_000));

    @Test
    void answersEachInputWithItsOwnOutput() {
        List<PendingInput<Integer>> pendingInputs = pendingInputs(this::sums, new int[] {1, 2, 3}, new int[] {7});

        runner.run(pendingInputs);

        assertThat(pendingInputs.get(0).answer().join().output()).isEqualTo(6);
        assertThat(pendingInputs.get(1).answer().join().output()).isEqualTo(7);
    }

    @Test
    void sharesTheTimeByTokensAndReportsTheBatch() {
        List<PendingInput<Integer>> pendingInputs = pendingInputs(this::sums, new int[] {1, 2, 3}, new int[] {7});

        runner.run(pendingInputs);

        assertThat(pendingInputs)
                .extracting(pending -> pending.answer().join().micros())
                .containsExactly(750L, 250L);
        assertThat(runs)
                .singleElement()
                .satisfies(run -> assertThat(List.of(run.items(), run.tokens(), run.paddedTokens()))
                        .containsExactly(2, 4, 6));
    }

    @Test
    void failsOneBadInputOfManyAloneInFewCalls() {
        List<PendingInput<Integer>> pendingInputs = pendingInputs(
                inputs -> {
                    List<Integer> sums = sums(inputs);
                    if (sums.contains(13)) {
                        throw new IllegalStateException("poison");
                    }
                    return sums;
                },
                IntStream.range(0, 32).mapToObj(i -> new int[] {i}).toArray(int[][]::new));

        runner.run(pendingInputs);

        assertThat(pendingInputs)
                .filteredOn(pending -> pending.answer().isCompletedExceptionally())
                .hasSize(1);
        assertThatThrownBy(pendingInputs.get(13).answer()::join)
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_FAILED));
        assertThat(batchSizes).hasSizeLessThanOrEqualTo(11);
    }

    @Test
    void splitsABatchThatDoesNotFitIntoMemory() {
        List<PendingInput<Integer>> pendingInputs = pendingInputs(
                inputs -> {
                    List<Integer> sums = sums(inputs);
                    if (inputs.size() > 2) {
                        throw new OutOfMemoryError("of the test");
                    }
                    return sums;
                },
                IntStream.range(0, 8).mapToObj(i -> new int[] {i}).toArray(int[][]::new));

        runner.run(pendingInputs);

        assertThat(pendingInputs)
                .allSatisfy(pending -> assertThat(pending.answer()).isCompleted());
        assertThat(batchSizes).containsExactly(8, 4, 2, 2, 4, 2, 2);
    }

    @Test
    void namesAnInputThatAloneIsTooMuch() {
        List<PendingInput<Integer>> pendingInputs = pendingInputs(
                inputs -> {
                    throw new OutOfMemoryError("of the test");
                },
                new int[] {1});

        runner.run(pendingInputs);

        assertThatThrownBy(pendingInputs.getFirst().answer()::join)
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_OUT_OF_MEMORY));
    }

    @Test
    void leavesOutWhatWasCancelled() {
        List<PendingInput<Integer>> pendingInputs = pendingInputs(this::sums, new int[] {1}, new int[] {2});
        pendingInputs.getFirst().answer().cancel(false);

        runner.run(pendingInputs);

        assertThat(batchSizes).containsExactly(1);
        assertThat(pendingInputs.getLast().answer().join().output()).isEqualTo(2);
    }

    @Test
    void takesAWrongNumberOfOutputsForAFailure() {
        List<PendingInput<Integer>> pendingInputs = pendingInputs(inputs -> List.of(), new int[] {1}, new int[] {2});

        runner.run(pendingInputs);

        assertThat(pendingInputs)
                .allSatisfy(pending -> assertThat(pending.answer()).isCompletedExceptionally());
    }

    private List<Integer> sums(List<int[]> inputs) {
        batchSizes.add(inputs.size());
        return inputs.stream().map(ids -> IntStream.of(ids).sum()).toList();
    }

    private static List<PendingInput<Integer>> pendingInputs(
            Function<List<int[]>, List<Integer>> model, int[]... inputs) {
        BatchCall<Integer> call = new FunctionCall<>("sum", model);
        return List.of(inputs).stream()
                .map(ids -> new PendingInput<>(call, ids, ORIGIN, 0))
                .toList();
    }
}
