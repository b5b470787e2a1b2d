package dev.scriptorium.engine.causal;

/** Decoder-only architectures that differ in more than numbers. */
public enum CausalFamily {
    /** Llama 2 and 3, SmolLM, Mistral, Qwen 2, 2.5 and 3. */
    LLAMA,
    /** As Llama, with projections that lie side by side in the file. */
    PHI3,
    /** Normalises what a block gives, too, scales embeddings, and has gains that count from 1. */
    GEMMA,
    /** Layer normalisation, learned positions, weights stored as columns. */
    GPT2
}
