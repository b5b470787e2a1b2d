package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.engine.files.Tensor;

/**
 * Positions as T5 has them: what is added to the score of a key depends on its distance from the query, and distances share
 * buckets, larger ones more of them (Raffel et al. 2020, section 2.1).
 *
 * @param buckets rows of the table
 * @param maxDistance from this distance on all are in the last bucket
 */
record RelativePositions(int buckets, int maxDistance) {

    /**
     * By distance from {@code -maxDistance} (the key stands before the query) to {@code maxDistance}: {@code [2 * maxDistance +
     * 1, heads]}.
     */
    Tensor bothWays(Tensor table) {
        int heads = table.shape()[1];
        Tensor byDistance = Tensor.allocate(2 * maxDistance + 1, heads);
        for (int distance = -maxDistance; distance <= maxDistance; distance++) {
            int half = buckets / 2;
            int bucket = bucket(Math.abs(distance), half) + (distance > 0 ? half : 0);
            for (int head = 0; head < heads; head++) {
                byDistance
                        .values()
                        .put(
                                (distance + maxDistance) * heads + head,
                                table.values().get(bucket * heads + head));
            }
        }
        return byDistance;
    }

    /** By how far the key stands before the query: {@code [heads, maxDistance + 1]}. */
    Tensor backwards(Tensor table) {
        int heads = table.shape()[1];
        Tensor byDistance = Tensor.allocate(heads, maxDistance + 1);
        for (int distance = 0; distance <= maxDistance; distance++) {
            int bucket = bucket(distance, buckets);
            for (int head = 0; head < heads; head++) {
                byDistance
                        .values()
                        .put(head * (maxDistance + 1) + distance, table.values().get(bucket * heads + head));
            }
        }
        return byDistance;
    }

    /** As transformers, logarithms are 32-bit floats. */
    private int bucket(int distance, int count) {
        int exact = count / 2;
        if (distance < exact) {
            return distance;
        }
        float share = (float) Math.log((float) distance / exact) / (float) Math.log((double) maxDistance / exact);
        return Math.min(count - 1, exact + (int) (share * (count - exact)));
    }
}
