package dev.scriptorium.engine.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;

/** Models of one construction under several names; XLM-RoBERTa is a RoBERTa of many languages. */
enum Family {
    BERT(
            "bert",
            "encoder.layer.",
            new Layer(
                    "attention.self.query",
                    "attention.self.key",
                    "attention.self.value",
                    "attention.output.dense",
                    "attention.output.LayerNorm",
                    "intermediate.dense",
                    "output.dense",
                    "output.LayerNorm")),
    ROBERTA("roberta", BERT.layers, BERT.layer),
    DISTILBERT(
            "distilbert",
            "transformer.layer.",
            new Layer(
                    "attention.q_lin",
                    "attention.k_lin",
                    "attention.v_lin",
                    "attention.out_lin",
                    "sa_layer_norm",
                    "ffn.lin1",
                    "ffn.lin2",
                    "output_layer_norm"));

    /** The names of a layer's weights. */
    record Layer(
            String query,
            String key,
            String value,
            String attended,
            String attendedNorm,
            String wide,
            String narrow,
            String norm) {}

    private final String prefix;
    private final String layers;
    private final Layer layer;

    Family(String prefix, String layers, Layer layer) {
        this.prefix = prefix;
        this.layers = layers;
        this.layer = layer;
    }

    static Family of(JsonNode config) {
        String architecture = config.path("architectures").path(0).asText("");
        if (architecture.startsWith("DistilBert")) {
            return DISTILBERT;
        }
        if (architecture.startsWith("Roberta") || architecture.startsWith("XLMRoberta")) {
            return ROBERTA;
        }
        if (architecture.startsWith("Bert")) {
            return BERT;
        }
        throw new FailureException(
                FailureCode.MODEL_UNSUPPORTED,
                "config.json names the architecture " + architecture + ", which is no encoder that is known");
    }

    /** What all names begin with where the model was saved with a head on it. */
    String prefix() {
        return prefix + ".";
    }

    String layer(int number) {
        return layers + number + ".";
    }

    Layer names() {
        return layer;
    }
}
