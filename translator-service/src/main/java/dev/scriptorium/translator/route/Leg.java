package dev.scriptorium.translator.route;

/**
 * A step from one language to another by one model.
 *
 * @param digest of the model's files; empty where the catalogue has none
 * @param scoreThreshold under which a text is most likely outside the model's field; 0: the model does not say
 */
public record Leg(String model, String digest, String source, String target, float scoreThreshold) {}
