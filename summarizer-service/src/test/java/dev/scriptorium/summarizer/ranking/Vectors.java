package dev.scriptorium.summarizer.ranking;

/** Unit vectors as the models answer them. */
final class Vectors {

    private Vectors() {}

    static byte[] of(double... components) {
        double length = 0;
        for (double component : components) {
            length += component * component;
        }
        byte[] vector = new byte[components.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (byte) Math.round(127 * components[i] / Math.sqrt(length));
        }
        return vector;
    }
}
