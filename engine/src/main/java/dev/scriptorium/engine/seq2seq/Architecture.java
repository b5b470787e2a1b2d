package dev.scriptorium.engine.seq2seq;

/**
 * What the architectures of the family differ in; the names are those that config.json lists.
 *
 * <p>All have an encoder and a decoder of attention and feed-forward blocks around a stream of hidden states.
 */
public enum Architecture {
    /** Marian: published translators of OPUS-MT. */
    MARIAN(Normalisation.AFTER, false, Positions.INTERLEAVED_SINUSOIDS, "gelu", false),
    /** BART: summarizers, and anything fine-tuned from it. */
    BART(Normalisation.AFTER, true, Positions.LEARNED, "gelu", false),
    /** mBART: many languages, the target's token forced first. */
    MBART(Normalisation.BEFORE, true, Positions.LEARNED, "gelu", false),
    /** M2M100 and NLLB-200: many languages, the target's token forced first. */
    M2M100(Normalisation.BEFORE, false, Positions.SINUSOIDS_AFTER_PADDING, "relu", true),
    /** Pegasus: summarizers. */
    PEGASUS(Normalisation.BEFORE, false, Positions.INTERLEAVED_SINUSOIDS, "gelu", false),
    /** T5, FLAN-T5 and mT5: texts in, texts out, the task named in the text. */
    T5(Normalisation.BEFORE, false, Positions.RELATIVE, "relu", false);

    /** Where a block normalises the stream. */
    enum Normalisation {
        /** What comes out of the block and the stream together. */
        AFTER,
        /** What goes into the block; the stream itself stays as it is until a last normalisation. */
        BEFORE
    }

    /** How the model receives a token's position in its sequence. */
    enum Positions {
        /** Computed; sines of all frequencies, then cosines, frequencies spread over the whole width. */
        INTERLEAVED_SINUSOIDS,
        /** Computed; as tensor2tensor has them, counted from behind the padding token's number. */
        SINUSOIDS_AFTER_PADDING,
        /** A table among the weights whose first two rows stand for no place. */
        LEARNED,
        /** Not told; attention weighs keys by their distance, see {@link RelativePositions}. */
        RELATIVE
    }

    static final int LEARNED_OFFSET = 2;

    TensorNames names() {
        return this == T5 ? TensorNames.T5 : TensorNames.BART;
    }

    final Normalisation normalisation;
    final boolean normalisedEmbeddings;
    final Positions positions;
    /** What the architecture takes where config.json leaves it out. */
    final String usualActivation;

    final boolean usuallyScaledEmbeddings;

    Architecture(
            Normalisation normalisation,
            boolean normalisedEmbeddings,
            Positions positions,
            String usualActivation,
            boolean usuallyScaledEmbeddings) {
        this.normalisation = normalisation;
        this.normalisedEmbeddings = normalisedEmbeddings;
        this.positions = positions;
        this.usualActivation = usualActivation;
        this.usuallyScaledEmbeddings = usuallyScaledEmbeddings;
    }
}
