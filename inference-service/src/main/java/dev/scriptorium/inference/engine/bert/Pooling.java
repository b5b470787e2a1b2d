package dev.scriptorium.inference.engine.bert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.engine.files.ModelFiles;

/** How the hidden states of a text become one vector. */
enum Pooling {
    /** The mean over all tokens. */
    MEAN,
    /** The first token's. */
    FIRST;

    /**
     * What {@code modules.json} of a sentence-transformers folder asks for; without that file the mean, the usual choice.
     */
    static Pooling read(ModelFiles files) {
        if (!files.has("modules.json")) {
            return MEAN;
        }
        Pooling pooling = MEAN;
        for (JsonNode module : files.json("modules.json")) {
            String type = module.path("type").asText();
            switch (type.substring(type.lastIndexOf('.') + 1)) {
                case "Transformer", "Normalize" -> {}
                case "Pooling" -> pooling = named(files, module.path("path").asText() + "/config.json");
                default ->
                    throw new FailureException(
                            FailureCode.MODEL_UNSUPPORTED,
                            "modules.json has a module " + type + ", which is not known");
            }
        }
        return pooling;
    }

    private static Pooling named(ModelFiles files, String file) {
        JsonNode config = files.json(file);
        String mode = config.path("pooling_mode").asText("");
        if (mode.equals("mean") || config.path("pooling_mode_mean_tokens").asBoolean()) {
            return MEAN;
        }
        if (mode.equals("cls") || config.path("pooling_mode_cls_token").asBoolean()) {
            return FIRST;
        }
        throw new FailureException(
                FailureCode.MODEL_UNSUPPORTED,
                file + " asks for a pooling that is neither the mean nor the first token");
    }
}
