package dev.scriptorium.engine.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Runs any number of inputs in batches of similar length, so that little is filling and memory stays bounded.
 *
 * @param maxRows the most inputs in a batch
 * @param maxTokens the most tokens in a batch, filling included; a longer input is a batch of its own
 */
public record LengthBatches(int maxRows, int maxTokens) {

    /** What {@code batch} gives for each input, in the order of the inputs. */
    public <R> List<R> run(List<int[]> inputs, Function<List<int[]>, List<R>> batch) {
        List<R> results = new ArrayList<>(Collections.nCopies(inputs.size(), null));
        for (List<Integer> places : places(inputs)) {
            List<R> some = batch.apply(places.stream().map(inputs::get).toList());
            for (int i = 0; i < places.size(); i++) {
                results.set(places.get(i), some.get(i));
            }
        }
        return List.copyOf(results);
    }

    private List<List<Integer>> places(List<int[]> inputs) {
        List<Integer> byLength = IntStream.range(0, inputs.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer place) -> -inputs.get(place).length))
                .toList();
        List<List<Integer>> batches = new ArrayList<>();
        int start = 0;
        while (start < byLength.size()) {
            int longest = Math.max(1, inputs.get(byLength.get(start)).length);
            int rows = Math.clamp(maxTokens / longest, 1, maxRows);
            int end = Math.min(byLength.size(), start + rows);
            batches.add(byLength.subList(start, end));
            start = end;
        }
        return batches;
    }
}
