package dev.scriptorium.engine.encoder;

import ai.onnxruntime.OnnxTensor;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.engine.onnx.OnnxSession;
import dev.scriptorium.engine.onnx.OnnxTensors;
import dev.scriptorium.engine.onnx.Outputs;
import dev.scriptorium.tokenizers.ModelFiles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A graph that was published beside the model, as exporters of transformers write it: {@code input_ids},
 * {@code attention_mask} and maybe {@code token_type_ids} in, the named output out.
 */
final class PublishedGraph implements ForwardPass {

    private static final List<String> FILES = List.of("model.onnx", "onnx/model.onnx");
    private static final String TOKENS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";

    private final OnnxSession session;
    private final String output;
    private final boolean perToken;

    private PublishedGraph(OnnxSession session, String output, boolean perToken) {
        this.session = session;
        this.output = output;
        this.perToken = perToken;
    }

    /** The folder's graph, where it has one and no weights that a graph of our own could be made of. */
    static Optional<String> in(ModelFiles files) {
        return Weights.areIn(files)
                ? Optional.empty()
                : FILES.stream().filter(files::has).findFirst();
    }

    /**
     * @param outputs by what names exporters give the wanted output
     * @param perToken whether it has numbers for each token
     */
    static PublishedGraph load(
            ModelFiles files, String file, List<String> outputs, boolean perToken, EngineSettings settings) {
        OnnxSession session = OnnxSession.of(files.require(file), settings);
        List<String> missing = Stream.of(TOKENS, MASK)
                .filter(name -> !session.inputs().contains(name))
                .toList();
        Optional<String> found =
                outputs.stream().filter(session.outputs()::contains).findFirst();
        Set<String> known = Set.of(TOKENS, MASK, TYPES);
        if (!missing.isEmpty() || found.isEmpty() || !known.containsAll(session.inputs())) {
            session.close();
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    file + " has the inputs " + session.inputs() + " and the outputs " + session.outputs()
                            + "; an encoder has input_ids, attention_mask and maybe token_type_ids, and one of "
                            + outputs);
        }
        return new PublishedGraph(session, found.get(), perToken);
    }

    @Override
    public List<float[]> run(List<int[]> batch) {
        int longest = batch.stream().mapToInt(input -> input.length).max().orElseThrow();
        long[] tokens = new long[batch.size() * longest];
        long[] mask = new long[tokens.length];
        for (int row = 0; row < batch.size(); row++) {
            int[] input = batch.get(row);
            for (int i = 0; i < input.length; i++) {
                tokens[row * longest + i] = input[i];
            }
            Arrays.fill(mask, row * longest, row * longest + input.length, 1);
        }
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put(TOKENS, OnnxTensors.longs(tokens, batch.size(), longest));
            inputs.put(MASK, OnnxTensors.longs(mask, batch.size(), longest));
            if (session.inputs().contains(TYPES)) {
                inputs.put(TYPES, OnnxTensors.longs(new long[tokens.length], batch.size(), longest));
            }
            try (Outputs outputs = session.run(inputs, Set.of(output))) {
                return rows(outputs.floats(output), batch, longest);
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private List<float[]> rows(float[] all, List<int[]> batch, int longest) {
        int size = all.length / batch.size();
        return IntStream.range(0, batch.size())
                .mapToObj(row -> Arrays.copyOfRange(
                        all, row * size, row * size + (perToken ? size / longest * batch.get(row).length : size)))
                .toList();
    }

    @Override
    public void close() {
        session.close();
    }
}
