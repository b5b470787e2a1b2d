package dev.scriptorium.inference.batching;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The time that a token of input costs a worker, by model: an exponentially weighted mean over the inputs that were answered.
 * Thread-safe.
 */
final class MeasuredCost {

    /** Before so many answers, the first calls of a process weigh too much. */
    private static final int ENOUGH_ANSWERS = 20;

    private static final double WEIGHT_OF_ONE = 0.05;

    private final Map<String, Mean> byModel = new ConcurrentHashMap<>();

    private record Mean(double nanosPerToken, int answers) {

        Mean with(double nanos) {
            double weight = Math.max(WEIGHT_OF_ONE, 1.0 / (answers + 1));
            return new Mean(nanosPerToken + weight * (nanos - nanosPerToken), Math.min(answers + 1, ENOUGH_ANSWERS));
        }
    }

    /** @param micros the input's share of the worker's time */
    void answered(String model, int tokens, long micros) {
        double nanos = 1000.0 * micros / Math.max(1, tokens);
        byModel.merge(model, new Mean(nanos, 1), (mean, first) -> mean.with(nanos));
    }

    /** The time of one worker for so many tokens, in nanoseconds; 0 while too little was measured. */
    double nanos(String model, long tokens) {
        Mean mean = byModel.get(model);
        return mean == null || mean.answers() < ENOUGH_ANSWERS ? 0 : mean.nanosPerToken() * tokens;
    }

    /** The time of one worker for the tokens of several models, in nanoseconds. */
    double nanos(Map<String, Long> tokens) {
        return tokens.entrySet().stream()
                .mapToDouble(model -> nanos(model.getKey(), model.getValue()))
                .sum();
    }
}
