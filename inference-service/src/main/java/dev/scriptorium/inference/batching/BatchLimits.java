package dev.scriptorium.inference.batching;

/**
 * How large a batch may be. A single input is always admitted, however long.
 *
 * @param maxItems the most inputs
 * @param maxTokens the most tokens with padding: inputs times the longest of them
 */
public record BatchLimits(int maxItems, int maxTokens) {

    public BatchLimits {
        if (maxItems < 1) {
            throw new IllegalArgumentException("maxItems must be at least 1 but is " + maxItems);
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1 but is " + maxTokens);
        }
    }

    boolean admit(int items, int longest) {
        return items == 1 || (items <= maxItems && (long) items * longest <= maxTokens);
    }
}
