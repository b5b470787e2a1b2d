package dev.scriptorium.standalone.models;

/**
 * What is noted of an added model.
 *
 * @param name under which it is served
 * @param source the place that was named when it was added, such as {@code hf://org/name@main}
 * @param commit that the source meant then; empty where it has none
 * @param digest SHA-256 over its files
 * @param task what it does, such as {@code generate}
 * @param licence empty where the model does not say
 * @param bytes of its files
 */
public record AddedModel(
        String name, String source, String commit, String digest, String task, String licence, long bytes) {}
