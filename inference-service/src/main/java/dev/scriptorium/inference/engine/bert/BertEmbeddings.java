package dev.scriptorium.inference.engine.bert;

import dev.scriptorium.inference.engine.EmbeddingModel;
import dev.scriptorium.inference.engine.EngineSettings;
import dev.scriptorium.inference.engine.batch.Inputs;
import dev.scriptorium.inference.engine.files.ModelFiles;
import dev.scriptorium.inference.engine.files.Weights;
import dev.scriptorium.inference.engine.onnx.OnnxSession;
import dev.scriptorium.inference.engine.tokenizer.EncoderTokenizer;
import java.util.List;

/** Sentence embeddings of a {@code BertModel}, in the layout of sentence-transformers or of transformers. */
public final class BertEmbeddings implements EmbeddingModel {

    private final BertEncoder encoder;
    private final int dimensions;

    private BertEmbeddings(BertEncoder encoder, int dimensions) {
        this.encoder = encoder;
        this.dimensions = dimensions;
    }

    public static BertEmbeddings load(ModelFiles files, EngineSettings settings) {
        BertConfig config = BertConfig.read(files.json("config.json"));
        Pooling pooling = Pooling.read(files);
        try (Weights weights = files.weights()) {
            EncoderTokenizer tokenizer = EncoderTokenizer.read(files);
            OnnxSession session =
                    OnnxSession.of(BertGraph.embedding(config, weights, pooling, settings.precision()), settings);
            Inputs accepted = new Inputs(BertEncoder.maxTokens(files, config), config.vocabulary());
            return new BertEmbeddings(new BertEncoder(tokenizer, session, accepted), config.width());
        }
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public List<float[]> embed(List<int[]> inputs) {
        return encoder.run(inputs);
    }

    @Override
    public int[] encode(String text) {
        return encoder.tokenizer().encode(text);
    }

    @Override
    public int maxInputTokens() {
        return encoder.accepted().maxTokens();
    }

    @Override
    public String tokenizerDigest() {
        return encoder.tokenizer().digest();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
