package dev.scriptorium.summarizer.ranking;

/** Arithmetic on vectors of length 1 whose components are kept as signed bytes, times 127. */
public final class UnitVectors {

    private static final float SCALE = 127f;

    private UnitVectors() {}

    /** Cosine of the angle between two vectors, made exact for what rounding took off their lengths. 0 for a zero vector. */
    public static double cosine(byte[] a, byte[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("vectors of " + a.length + " and " + b.length + " components");
        }
        int dot = 0;
        int lengthA = 0;
        int lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            lengthA += a[i] * a[i];
            lengthB += b[i] * b[i];
        }
        return lengthA == 0 || lengthB == 0 ? 0 : dot / Math.sqrt((double) lengthA * lengthB);
    }

    /** Cosine of the angle between a vector and a sum of vectors. */
    static double cosine(byte[] vector, float[] sum) {
        double dot = 0;
        double length = 0;
        double lengthOfSum = 0;
        for (int i = 0; i < vector.length; i++) {
            dot += vector[i] * sum[i];
            length += vector[i] * vector[i];
            lengthOfSum += sum[i] * sum[i];
        }
        return length == 0 || lengthOfSum == 0 ? 0 : dot / Math.sqrt(length * lengthOfSum);
    }

    public static void addTo(float[] sum, byte[] vector) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += vector[i] / SCALE;
        }
    }
}
