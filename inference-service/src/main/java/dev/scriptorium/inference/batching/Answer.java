package dev.scriptorium.inference.batching;

/**
 * What a model made of one input.
 *
 * @param micros the input's share of the time that its batch took in the model, by tokens, in microseconds
 */
public record Answer<O>(O output, long micros) {}
