package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.engine.kernels.BlockedKeys;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.OnnxSession;
import dev.scriptorium.engine.onnx.TensorMemory;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model's graphs, ready to run; decoders of all threads share them and their weights. Safe for many threads.
 *
 * @param real what hidden states are made of
 * @param slots of the keys and values that a decoder holds
 * @param outputLayer ranks all tokens
 * @param shortlistLayer ranks some of them; null where the model has no shortlist or it is not to be used
 * @param slotGraphs moves keys and values about; null where Java does
 */
record Seq2SeqSessions(
        Seq2SeqConfig config,
        ElementKind real,
        KvCache.Shape slots,
        OnnxSession encoder,
        OnnxSession decoderStep,
        OnnxSession outputLayer,
        @Nullable ShortlistLayer shortlistLayer,
        @Nullable KvCacheGraphs slotGraphs)
        implements AutoCloseable {

    static Seq2SeqSessions of(
            Seq2SeqConfig config, Weights weights, Optional<Shortlist> shortlist, EngineSettings settings) {
        return of(config, weights, shortlist, settings, settings.precision() == Precision.FLOAT16);
    }

    /** @param forDevice whether operators are chosen for a GPU, and keys and values need not be where Java reaches them */
    static Seq2SeqSessions of(
            Seq2SeqConfig config,
            Weights weights,
            Optional<Shortlist> shortlist,
            EngineSettings settings,
            boolean forDevice) {
        Seq2SeqGraphs graphs = new Seq2SeqGraphs(config, weights, settings.precision(), forDevice);
        KvCache.Shape slots = new KvCache.Shape(
                graphs.slotKind(),
                Seq2SeqGraphs.ownNames(config).size(),
                config.decoder().heads(),
                config.headWidth(),
                forDevice ? config.maxPositions() : BlockedKeys.padded(config.maxPositions()));
        return new Seq2SeqSessions(
                config,
                graphs.real(),
                slots,
                OnnxSession.of(graphs.encoder(), settings),
                OnnxSession.of(graphs.decoderStep(), settings),
                OnnxSession.of(graphs.outputLayer(), settings),
                shortlist
                        .map(tokens -> new ShortlistLayer(
                                tokens,
                                graphs.outputRows(),
                                graphs.outputBias(),
                                OnnxSession.of(graphs.shortlistLayer(), settings)))
                        .orElse(null),
                forDevice ? KvCacheGraphs.of(slots, settings) : null);
    }

    /** Memory of hidden states, which go from graph to graph. */
    TensorMemory hidden() {
        return new TensorMemory(real, encoder.memorySpace());
    }

    KvCache slots(int most) {
        return slotGraphs == null ? new HostKvCache(slots, most) : new DeviceKvCache(slotGraphs, slots, most);
    }

    /** What ranks the tokens of a decoder whose sentences have this many rows each. */
    NextTokens nextTokens(int beams) {
        return shortlistLayer == null
                ? new AllTokens(outputLayer, config.targetVocabSize())
                : new ShortlistedTokens(shortlistLayer, beams);
    }

    /** The tokens that may follow a source; empty where that is any. */
    BitSet shortlist(int[] source) {
        return shortlistLayer == null
                ? new BitSet()
                : shortlistLayer.shortlist().of(source);
    }

    List<String> ownNames() {
        return Seq2SeqGraphs.ownNames(config);
    }

    List<String> crossNames() {
        return Seq2SeqGraphs.crossNames(config);
    }

    @Override
    public void close() {
        encoder.close();
        decoderStep.close();
        outputLayer.close();
        if (shortlistLayer != null) {
            shortlistLayer.close();
        }
        if (slotGraphs != null) {
            slotGraphs.close();
        }
    }
}
