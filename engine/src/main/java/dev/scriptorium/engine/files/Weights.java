package dev.scriptorium.engine.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All weights of a model by name, from one safetensors file or from the shards that its index names. */
public final class Weights implements AutoCloseable {

    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";
    private static final List<String> PICKLED =
            List.of("pytorch_model.bin", "pytorch_model.bin.index.json", "pytorch_model.pt", "model.pt", "model.bin");

    private final List<Safetensors> shards;
    private final Map<String, Safetensors> holders;

    private Weights(List<Safetensors> shards) {
        this.shards = shards;
        this.holders = new HashMap<>();
        for (Safetensors shard : shards) {
            shard.names().forEach(name -> holders.put(name, shard));
        }
    }

    static Weights open(ModelFiles files) {
        if (files.has(SINGLE)) {
            return new Weights(List.of(Safetensors.open(files.require(SINGLE))));
        }
        if (files.has(INDEX)) {
            return openShards(files);
        }
        PICKLED.stream().filter(files::has).findFirst().ifPresent(pickled -> {
            throw new FailureException(
                    FailureCode.MODEL_UNSAFE,
                    pickled + " is a pickle, which can run code when it is read; convert it once with transformers: "
                            + "AutoModel.from_pretrained(folder).save_pretrained(folder, safe_serialization=True)");
        });
        throw new FailureException(
                FailureCode.MODEL_FILE_MISSING, files + " has no " + SINGLE + " and no " + INDEX + "; add the weights");
    }

    private static Weights openShards(ModelFiles files) {
        JsonNode map = files.json(INDEX).path("weight_map");
        Set<String> names = new LinkedHashSet<>();
        map.properties().forEach(property -> names.add(property.getValue().asText()));
        if (names.isEmpty()) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, INDEX + " names no shard; fetch the file again");
        }
        List<Safetensors> shards = new ArrayList<>();
        try {
            names.forEach(name -> shards.add(Safetensors.open(files.require(name))));
            return new Weights(List.copyOf(shards));
        } catch (RuntimeException e) {
            shards.forEach(Safetensors::close);
            throw e;
        }
    }

    public boolean has(String name) {
        return holders.containsKey(name);
    }

    /** A copy of the named tensor; a shape other than the one that the model's config asks for is a failure. */
    public Tensor read(String name, int... shape) {
        Safetensors shard = holders.get(name);
        if (shard == null) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT,
                    "the weights have no tensor " + name + ", which the architecture in config.json needs");
        }
        Tensor tensor = shard.read(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT,
                    "tensor " + name + " has shape " + Arrays.toString(tensor.shape()) + " but config.json asks for "
                            + Arrays.toString(shape));
        }
        return tensor;
    }

    @Override
    public void close() {
        shards.forEach(Safetensors::close);
    }
}
