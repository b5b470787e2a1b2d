package dev.scriptorium.inference.engine.kernels;

import java.util.Arrays;

/** Loops for every JVM, and what the others are compared with. */
final class PlainArithmetic implements Arithmetic {

    @Override
    public void fit(float[] query, long keys, int places, float[] scores) {
        int whole = KeyBlocks.whole(places);
        Arrays.fill(scores, 0, whole, 0);
        long at = keys;
        for (int block = 0; block < whole; block += KeyBlocks.PLACES) {
            for (float number : query) {
                for (int i = 0; i < KeyBlocks.PLACES; i++) {
                    scores[block + i] = Math.fma(number, Memory.number(at, i), scores[block + i]);
                }
                at += 4L * KeyBlocks.PLACES;
            }
        }
    }

    @Override
    public void softmax(float[] scores, int places) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < places; i++) {
            largest = Math.max(largest, scores[i]);
        }
        float sum = 0;
        for (int i = 0; i < places; i++) {
            scores[i] = (float) Math.exp(scores[i] - largest);
            sum += scores[i];
        }
        for (int i = 0; i < places; i++) {
            scores[i] /= sum;
        }
    }

    @Override
    public void weigh(float[] weights, int places, long values, int width, long sum) {
        for (int i = 0; i < width; i++) {
            float total = 0;
            for (int place = 0; place < places; place++) {
                total = Math.fma(weights[place], Memory.number(values, place * (long) width + i), total);
            }
            Memory.number(sum, i, total);
        }
    }
}
