package dev.scriptorium.modelrepository.hub;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which files of a repository an engine reads: configuration, tokenizer, and one form of the weights. Safetensors go
 * before a checkpoint of PyTorch, a checkpoint before an ONNX graph.
 */
public final class NeededFiles {

    private static final Pattern SMALL = Pattern.compile(
            "[^/]+\\.(json|spm|model|txt|jinja)|README\\.md|\\d+_\\w+/(config\\.json|model\\.safetensors)");

    private static final Pattern SHARD = Pattern.compile("model-\\d{5}-of-\\d{5}\\.safetensors");
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final Pattern CHECKPOINT_SHARD = Pattern.compile("pytorch_model-\\d{5}-of-\\d{5}\\.bin");
    private static final String CHECKPOINT = "pytorch_model.bin";
    private static final String CHECKPOINT_INDEX = "pytorch_model.bin.index.json";
    private static final List<String> GRAPHS = List.of("model.onnx", "onnx/model.onnx");
    private static final Pattern PICKLED = Pattern.compile(".*\\.(bin|pt|pth|pkl|ckpt)");

    private NeededFiles() {}

    /**
     * Of the files of a model, by their paths in it.
     *
     * @param model what to call it in a failure
     * @param checkpoints whether a checkpoint of PyTorch counts as weights
     * @throws FailureException {@code MODEL_UNSAFE} or {@code MODEL_FILE_MISSING} where there are no weights to read
     */
    public static List<String> of(String model, List<String> all, boolean checkpoints) {
        return Stream.concat(
                        all.stream()
                                .filter(file -> SMALL.matcher(file).matches())
                                .filter(file -> !file.equals(INDEX) && !file.equals(CHECKPOINT_INDEX)),
                        weights(model, all, checkpoints))
                .filter(NeededFiles::staysInside)
                .distinct()
                .toList();
    }

    private static Stream<String> weights(String model, List<String> all, boolean checkpoints) {
        if (all.contains(SINGLE)) {
            return Stream.of(SINGLE);
        }
        if (all.contains(INDEX)) {
            return all.stream()
                    .filter(file -> file.equals(INDEX) || SHARD.matcher(file).matches());
        }
        if (checkpoints && all.contains(CHECKPOINT)) {
            return Stream.of(CHECKPOINT);
        }
        if (checkpoints && all.contains(CHECKPOINT_INDEX)) {
            return all.stream()
                    .filter(file -> file.equals(CHECKPOINT_INDEX)
                            || CHECKPOINT_SHARD.matcher(file).matches());
        }
        for (String graph : GRAPHS) {
            if (all.contains(graph)) {
                return all.stream().filter(file -> file.startsWith(graph));
            }
        }
        throw all.stream()
                .filter(file -> PICKLED.matcher(file).matches())
                .findFirst()
                .map(
                        pickled -> new FailureException(
                                FailureCode.MODEL_UNSAFE,
                                model + " has its weights as " + pickled + " only, which "
                                        + (checkpoints ? "is no checkpoint that can be read" : "the settings refuse")
                                        + "; convert it once with transformers: "
                                        + "AutoModel.from_pretrained(name).save_pretrained(folder, safe_serialization=True), and "
                                        + "give the folder as location; on the hub, a revision such as refs/pr/1 may have safetensors"))
                .orElseGet(() -> new FailureException(
                        FailureCode.MODEL_FILE_MISSING,
                        model + " has no " + SINGLE + ", no " + CHECKPOINT + " and no graph in ONNX"));
    }

    private static boolean staysInside(String file) {
        return !file.startsWith("/") && !file.contains("..") && !file.contains("\\");
    }
}
