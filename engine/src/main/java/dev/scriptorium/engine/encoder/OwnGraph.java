package dev.scriptorium.engine.encoder;

import ai.onnxruntime.OnnxTensor;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.batch.Padded;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.engine.onnx.GraphBuilder;
import dev.scriptorium.engine.onnx.OnnxSession;
import dev.scriptorium.engine.onnx.Outputs;
import dev.scriptorium.tokenizers.ModelFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A graph that {@link EncoderGraph} wrote.
 *
 * @param numbersPerToken how many numbers each token has in the result; 0 where only whole inputs have some
 */
record OwnGraph(OnnxSession session, int numbersPerToken) implements ForwardPass {

    /** @param graph writes the graph from the model's weights, which are open for it alone */
    static OwnGraph of(
            ModelFiles files, EngineSettings settings, int numbersPerToken, Function<Weights, GraphBuilder> graph) {
        try (Weights weights = Weights.open(files)) {
            return new OwnGraph(OnnxSession.of(graph.apply(weights), settings), numbersPerToken);
        }
    }

    @Override
    public List<float[]> run(List<int[]> batch) {
        Padded padded = Padded.of(batch);
        try (OnnxTensor tokens = padded.tokens();
                OnnxTensor mask = padded.mask();
                Outputs outputs = session.run(
                        Map.of(EncoderGraph.TOKENS, tokens, EncoderGraph.MASK, mask), Set.of(EncoderGraph.RESULT))) {
            float[] all = outputs.floats(EncoderGraph.RESULT);
            int size = all.length / batch.size();
            return IntStream.range(0, batch.size())
                    .mapToObj(row -> Arrays.copyOfRange(all, row * size, row * size + used(batch.get(row), size)))
                    .toList();
        }
    }

    private int used(int[] input, int size) {
        return numbersPerToken == 0 ? size : input.length * numbersPerToken;
    }

    @Override
    public void close() {
        session.close();
    }
}
