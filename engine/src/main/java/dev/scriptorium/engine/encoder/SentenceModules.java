package dev.scriptorium.engine.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.tokenizers.ModelFiles;
import java.util.ArrayList;
import java.util.List;

/**
 * What sentence-transformers does with the hidden states, as {@code modules.json} lists it; without that file the mean, the
 * usual choice. Vectors have length 1 in the end whether the file asks for it or not.
 */
record SentenceModules(Pooling pooling, List<DenseLayer> layers) {

    static SentenceModules read(ModelFiles files) {
        Pooling pooling = Pooling.MEAN;
        List<DenseLayer> layers = new ArrayList<>();
        if (files.has("modules.json")) {
            for (JsonNode module : files.json("modules.json")) {
                String type = module.path("type").asText();
                String path = module.path("path").asText();
                switch (type.substring(type.lastIndexOf('.') + 1)) {
                    case "Transformer", "Normalize" -> {}
                    case "Pooling" -> pooling = Pooling.read(files, path + "/config.json");
                    case "Dense" -> layers.add(DenseLayer.read(files, path));
                    default ->
                        throw new FailureException(
                                FailureCode.MODEL_UNSUPPORTED,
                                "modules.json has a module " + type + ", which is not known");
                }
            }
        }
        return new SentenceModules(pooling, List.copyOf(layers));
    }

    /** The length of a vector, made of hidden states of this width. */
    int dimensions(int width) {
        int dimensions = width;
        for (DenseLayer layer : layers) {
            if (layer.weight().shape()[1] != dimensions) {
                throw new FailureException(
                        FailureCode.MODEL_CORRUPT,
                        "a dense layer takes " + layer.weight().shape()[1] + " numbers but is given " + dimensions);
            }
            dimensions = layer.width();
        }
        return dimensions;
    }

    /** The vector of a text from its pooled hidden states. */
    float[] vector(float[] pooled) {
        float[] vector = pooled;
        for (DenseLayer layer : layers) {
            vector = layer.apply(vector);
        }
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float[] unit = new float[vector.length];
        double length = Math.max(Math.sqrt(squares), 1e-12);
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }
}
