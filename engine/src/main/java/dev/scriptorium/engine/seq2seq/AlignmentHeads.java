package dev.scriptorium.engine.seq2seq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.seq2seq.Seq2SeqConfig.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of the decoder's attention to the source is a word alignment. A model says so with {@code alignment_heads} in
 * config.json, pairs of a layer and a head, as Whisper has them; of several layers the last one counts. Else all heads of the
 * last layer but one are taken, which aligns best where no training aimed at it (Garg et al. 2019, section 4.2), or of the
 * last of up to three.
 *
 * @param heads of the layer; their mean is the alignment
 */
record AlignmentHeads(int layer, List<Integer> heads) {

    private static final int FEW_LAYERS = 3;

    private record Pair(int layer, int head) {}

    AlignmentHeads {
        heads = List.copyOf(heads);
    }

    static AlignmentHeads read(JsonNode config, Stack decoder) {
        List<Pair> pairs = new ArrayList<>();
        for (JsonNode pair : config.path("alignment_heads")) {
            pairs.add(pair(pair, decoder));
        }
        if (pairs.isEmpty()) {
            int layer = decoder.layers() <= FEW_LAYERS ? decoder.layers() - 1 : decoder.layers() - 2;
            return new AlignmentHeads(
                    layer, IntStream.range(0, decoder.heads()).boxed().toList());
        }
        int last = pairs.stream().mapToInt(Pair::layer).max().orElseThrow();
        return new AlignmentHeads(
                last,
                pairs.stream()
                        .filter(pair -> pair.layer() == last)
                        .map(Pair::head)
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static Pair pair(JsonNode json, Stack decoder) {
        int layer = json.path(0).asInt(-1);
        int head = json.path(1).asInt(-1);
        if (json.size() != 2 || layer < 0 || layer >= decoder.layers() || head < 0 || head >= decoder.heads()) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT,
                    "config.json has alignment_heads with " + json + "; each is a pair of a decoder layer under "
                            + decoder.layers() + " and a head under " + decoder.heads());
        }
        return new Pair(layer, head);
    }
}
