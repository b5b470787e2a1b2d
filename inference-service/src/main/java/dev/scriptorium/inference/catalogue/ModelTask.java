package dev.scriptorium.inference.catalogue;

import java.util.List;

/** What a model is asked for. */
public enum ModelTask {
    GENERATE("generate"),
    EMBED("embed"),
    CLASSIFY("classify"),
    LABEL_TOKENS("label tokens"),
    CONTINUE("continue texts"),
    /** The model's folder does not say. */
    UNKNOWN("serve");

    private final String verb;

    ModelTask(String verb) {
        this.verb = verb;
    }

    /** By the names that transformers gives its classes, as {@code config.json} lists them. */
    static ModelTask of(List<String> architectures) {
        for (String architecture : architectures) {
            if (architecture.endsWith("ForTokenClassification")) {
                return LABEL_TOKENS;
            }
            if (architecture.endsWith("ForSequenceClassification")) {
                return CLASSIFY;
            }
            if (architecture.endsWith("ForCausalLM") || architecture.endsWith("LMHeadModel")) {
                return CONTINUE;
            }
            if (architecture.endsWith("MTModel") || architecture.endsWith("ForConditionalGeneration")) {
                return GENERATE;
            }
            if (architecture.endsWith("Model")) {
                return EMBED;
            }
        }
        return UNKNOWN;
    }

    @Override
    public String toString() {
        return verb;
    }
}
