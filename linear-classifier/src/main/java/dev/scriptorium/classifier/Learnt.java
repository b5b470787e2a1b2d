package dev.scriptorium.classifier;

/**
 * A head with what is known of how well it does.
 *
 * @param strength how strongly its weights were held back; 0 where there were no examples
 * @param words whether it reads words beside the meaning
 */
public record Learnt(Head head, Threshold threshold, Quality quality, double strength, boolean words) {}
