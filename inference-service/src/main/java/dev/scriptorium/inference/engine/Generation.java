package dev.scriptorium.inference.engine;

/**
 * A generated sequence.
 *
 * @param ids what the model wrote, without the start token, with the end token where it came to an end
 * @param text the ids as text, without special tokens
 * @param score mean natural-log probability per token, at most 0
 * @param truncated true where the length limit ended the text, not the model
 */
public record Generation(int[] ids, String text, float score, boolean truncated) {}
