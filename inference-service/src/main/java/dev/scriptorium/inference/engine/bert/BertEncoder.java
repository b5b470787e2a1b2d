package dev.scriptorium.inference.engine.bert;

import ai.onnxruntime.OnnxTensor;
import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.inference.engine.batch.Inputs;
import dev.scriptorium.inference.engine.batch.LengthBatches;
import dev.scriptorium.inference.engine.batch.Padded;
import dev.scriptorium.inference.engine.files.ModelFiles;
import dev.scriptorium.inference.engine.onnx.OnnxSession;
import dev.scriptorium.inference.engine.onnx.Outputs;
import dev.scriptorium.inference.engine.tokenizer.EncoderTokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What all BERT models do: texts to ids, ids to one row of numbers for each input. Safe for many threads. */
record BertEncoder(EncoderTokenizer tokenizer, OnnxSession session, Inputs accepted) implements AutoCloseable {

    private static final LengthBatches BATCHES = new LengthBatches(64, 8192);

    /** The longest input: the smallest limit that any of the model's files names. */
    static int maxTokens(ModelFiles files, BertConfig config) {
        int limit = config.positions();
        limit = Math.min(limit, limit(files, "sentence_bert_config.json", "max_seq_length", limit));
        return Math.min(limit, limit(files, "tokenizer_config.json", "model_max_length", limit));
    }

    /** A tokenizer without a limit says so by a number that no integer holds. */
    private static int limit(ModelFiles files, String file, String key, int otherwise) {
        JsonNode value = files.has(file)
                ? files.json(file).path(key)
                : files.json("config.json").path("");
        return value.canConvertToInt() && value.asInt() > 0 ? value.asInt() : otherwise;
    }

    List<float[]> run(List<int[]> inputs) {
        accepted.check(inputs);
        return BATCHES.run(inputs, this::runBatch);
    }

    private List<float[]> runBatch(List<int[]> batch) {
        Padded padded = Padded.of(batch);
        try (OnnxTensor tokens = padded.tokens();
                OnnxTensor mask = padded.mask();
                Outputs outputs =
                        session.run(Map.of(BertGraph.TOKENS, tokens, BertGraph.MASK, mask), Set.of(BertGraph.RESULT))) {
            float[] all = outputs.floats(BertGraph.RESULT);
            int size = all.length / batch.size();
            return IntStream.range(0, batch.size())
                    .mapToObj(row -> Arrays.copyOfRange(all, row * size, (row + 1) * size))
                    .toList();
        }
    }

    @Override
    public void close() {
        session.close();
        tokenizer.close();
    }
}
