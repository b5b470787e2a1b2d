package dev.scriptorium.engine.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.tokenizers.ModelFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * All weights of a model by name, from one file or from the shards that an index names: safetensors where there are any, else
 * a checkpoint of PyTorch.
 */
public final class Weights implements AutoCloseable {

    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";
    static final String CHECKPOINT = "pytorch_model.bin";
    static final String CHECKPOINT_INDEX = "pytorch_model.bin.index.json";

    private final List<TensorFile> shards;
    private final Map<String, TensorFile> holders;

    private Weights(List<TensorFile> shards) {
        this.shards = shards;
        this.holders = new HashMap<>();
        for (TensorFile shard : shards) {
            shard.names().forEach(name -> holders.put(name, shard));
        }
    }

    /** Whether a folder has weights that can be read. */
    public static boolean areIn(ModelFiles files) {
        return areSafetensorsIn(files) || files.has(CHECKPOINT) || files.has(CHECKPOINT_INDEX);
    }

    public static boolean areSafetensorsIn(ModelFiles files) {
        return files.has(SINGLE) || files.has(INDEX);
    }

    public static Weights open(ModelFiles files) {
        if (files.has(SINGLE)) {
            return new Weights(List.of(Safetensors.open(files.require(SINGLE))));
        }
        if (files.has(INDEX)) {
            return openShards(files, INDEX, Safetensors::open);
        }
        if (files.has(CHECKPOINT)) {
            return new Weights(List.of(Checkpoint.open(files.require(CHECKPOINT))));
        }
        if (files.has(CHECKPOINT_INDEX)) {
            return openShards(files, CHECKPOINT_INDEX, Checkpoint::open);
        }
        throw new FailureException(
                FailureCode.MODEL_FILE_MISSING,
                files + " has no weights: add " + SINGLE + ", " + CHECKPOINT + " or the index and shards of either");
    }

    private static Weights openShards(ModelFiles files, String index, Function<Path, TensorFile> open) {
        JsonNode map = files.json(index).path("weight_map");
        Set<String> names = new LinkedHashSet<>();
        map.properties().forEach(property -> names.add(property.getValue().asText()));
        if (names.isEmpty()) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, index + " names no shard; fetch the file again");
        }
        List<TensorFile> shards = new ArrayList<>();
        try {
            names.forEach(name -> shards.add(open.apply(files.require(name))));
            return new Weights(List.copyOf(shards));
        } catch (RuntimeException e) {
            shards.forEach(TensorFile::close);
            throw e;
        }
    }

    public boolean has(String name) {
        return holders.containsKey(name);
    }

    /** A copy of the named tensor; a shape other than the one that the model's config asks for is a failure. */
    public Tensor read(String name, int... shape) {
        TensorFile shard = holders.get(name);
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
        shards.forEach(TensorFile::close);
    }
}
