package dev.scriptorium.engine.encoder;

import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.tokenizers.ModelFiles;
import java.util.List;
import java.util.Optional;

/** Sentence embeddings of a {@code BertModel} or its like, in the layout of sentence-transformers or of transformers. */
public final class SentenceEmbeddings extends Encoder implements EmbeddingModel {

    private final SentenceModules modules;
    private final int width;
    private final boolean pooled;

    /** @param pooled whether the network gives one vector for each input already */
    private SentenceEmbeddings(Parts parts, SentenceModules modules, int width, boolean pooled) {
        super(parts);
        this.modules = modules;
        this.width = width;
        this.pooled = pooled;
    }

    public static SentenceEmbeddings load(ModelFiles files, EngineSettings settings) {
        EncoderConfig config = EncoderConfig.read(files.json("config.json"));
        SentenceModules modules = SentenceModules.read(files);
        modules.dimensions(config.hiddenSize());
        Optional<String> published = PublishedGraph.in(files);
        ForwardPass pass = published.isPresent()
                ? PublishedGraph.load(
                        files, published.get(), List.of("last_hidden_state", "token_embeddings"), true, settings)
                : OwnGraph.of(
                        files,
                        settings,
                        0,
                        weights -> EncoderGraph.embedding(config, weights, modules.pooling(), settings.precision()));
        return new SentenceEmbeddings(Parts.of(files, config, pass), modules, config.hiddenSize(), published.isEmpty());
    }

    @Override
    public int dimensions() {
        return modules.dimensions(width);
    }

    @Override
    public List<float[]> embed(List<int[]> inputs) {
        return run(inputs).stream()
                .map(row -> modules.vector(pooled ? row : modules.pooling().pool(row, width)))
                .toList();
    }
}
