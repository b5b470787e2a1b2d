package dev.scriptorium.engine;

/**
 * What a model's config.json asks for in one task of {@code task_specific_params}, such as "summarization".
 *
 * @param prefix to put in front of each input, such as "summarize: "; may be empty
 * @param settings in place of the model's usual ones
 */
public record GenerationTask(String prefix, GenerationSettings settings) {}
