package dev.scriptorium.engine;

/** A model that reads a text and gives numbers, one forward pass for each batch. */
public sealed interface EncoderModel extends InferenceModel
        permits EmbeddingModel, ClassificationModel, TokenLabelModel {

    /** SHA-256 of {@code tokenizer.json} in hexadecimal: ids made by a tokenizer of another digest are not for this model. */
    String tokenizerDigest();
}
