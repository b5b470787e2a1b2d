package dev.scriptorium.inference.catalogue;

import dev.scriptorium.engine.InferenceModel;

/**
 * A model that serves.
 *
 * @param digest SHA-256 over the model's files, in hexadecimal
 */
public record LoadedModel(ModelCard card, String digest, InferenceModel model) {}
