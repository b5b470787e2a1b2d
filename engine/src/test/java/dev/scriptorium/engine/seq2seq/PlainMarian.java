package dev.scriptorium.engine.seq2seq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.tokenizers.ModelFiles;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * A Marian model as the paper has it (Vaswani et al. 2017), in loops over doubles: what the decoder's attention to the source
 * is, without any of what makes the engine fast.
 */
final class PlainMarian implements AutoCloseable {

    private final Weights weights;
    private final int width;
    private final int heads;
    private final int encoderLayers;
    private final int decoderLayers;
    private final int vocabulary;
    private final int start;
    private final int inner;

    PlainMarian(ModelFiles files) {
        JsonNode config = files.json("config.json");
        this.weights = Weights.open(files);
        this.width = config.path("d_model").intValue();
        this.heads = config.path("decoder_attention_heads").intValue();
        this.encoderLayers = config.path("encoder_layers").intValue();
        this.decoderLayers = config.path("decoder_layers").intValue();
        this.vocabulary = config.path("vocab_size").intValue();
        this.inner = config.path("decoder_ffn_dim").intValue();
        this.start = config.path("decoder_start_token_id").intValue();
    }

    /** For each layer of the decoder, head, token that is written and token of the source: the weight. */
    double[][][][] attention(int[] source, int[] written) {
        double[][] memory = embedded(source);
        for (int layer = 0; layer < encoderLayers; layer++) {
            String name = "model.encoder.layers." + layer;
            memory =
                    added(name + ".self_attn_layer_norm", memory, attended(name + ".self_attn", memory, memory, false));
            memory = feedForward(name, memory);
        }
        int[] input = new int[written.length];
        input[0] = start;
        System.arraycopy(written, 0, input, 1, written.length - 1);
        double[][] x = embedded(input);
        double[][][][] attention = new double[decoderLayers][][][];
        for (int layer = 0; layer < decoderLayers; layer++) {
            String name = "model.decoder.layers." + layer;
            x = added(name + ".self_attn_layer_norm", x, attended(name + ".self_attn", x, x, true));
            attention[layer] = weights(name + ".encoder_attn", x, memory, false);
            x = added(name + ".encoder_attn_layer_norm", x, attended(name + ".encoder_attn", x, memory, false));
            x = feedForward(name, x);
        }
        return attention;
    }

    private double[][] embedded(int[] tokens) {
        FloatBuffer table =
                weights.read("model.shared.weight", vocabulary, width).values();
        double[][] rows = new double[tokens.length][width];
        for (int i = 0; i < tokens.length; i++) {
            for (int j = 0; j < width; j++) {
                double angle = i / Math.pow(10_000, 2.0 * (j % (width / 2)) / width);
                double place = j < width / 2 ? Math.sin(angle) : Math.cos(angle);
                rows[i][j] = table.get(tokens[i] * width + j) * Math.sqrt(width) + place;
            }
        }
        return rows;
    }

    /** Of each head, query and key. */
    private double[][][] weights(String name, double[][] asking, double[][] asked, boolean causal) {
        double[][] queries = linear(name + ".q_proj", asking, width);
        double[][] keys = linear(name + ".k_proj", asked, width);
        int headWidth = width / heads;
        double[][][] all = new double[heads][queries.length][keys.length];
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < queries.length; i++) {
                int seen = causal ? i + 1 : keys.length;
                double[] row = all[head][i];
                double most = Double.NEGATIVE_INFINITY;
                for (int j = 0; j < seen; j++) {
                    for (int k = head * headWidth; k < (head + 1) * headWidth; k++) {
                        row[j] += queries[i][k] * keys[j][k] / Math.sqrt(headWidth);
                    }
                    most = Math.max(most, row[j]);
                }
                double sum = 0;
                for (int j = 0; j < seen; j++) {
                    row[j] = Math.exp(row[j] - most);
                    sum += row[j];
                }
                for (int j = 0; j < seen; j++) {
                    row[j] /= sum;
                }
            }
        }
        return all;
    }

    private double[][] attended(String name, double[][] asking, double[][] asked, boolean causal) {
        double[][][] weights = weights(name, asking, asked, causal);
        double[][] values = linear(name + ".v_proj", asked, width);
        double[][] sums = new double[asking.length][width];
        for (int i = 0; i < asking.length; i++) {
            for (int k = 0; k < width; k++) {
                for (int j = 0; j < asked.length; j++) {
                    sums[i][k] += weights[k / (width / heads)][i][j] * values[j][k];
                }
            }
        }
        return linear(name + ".out_proj", sums, width);
    }

    private double[][] feedForward(String name, double[][] x) {
        double[][] hidden = linear(name + ".fc1", x, inner);
        for (double[] row : hidden) {
            for (int i = 0; i < inner; i++) {
                row[i] = Math.max(0, row[i]);
            }
        }
        return added(name + ".final_layer_norm", x, linear(name + ".fc2", hidden, width));
    }

    private double[][] linear(String name, double[][] x, int outputs) {
        FloatBuffer matrix =
                weights.read(name + ".weight", outputs, x[0].length).values();
        double[] bias = vector(name + ".bias", outputs);
        double[][] result = new double[x.length][outputs];
        for (int i = 0; i < x.length; i++) {
            for (int output = 0; output < outputs; output++) {
                double sum = bias[output];
                for (int j = 0; j < x[i].length; j++) {
                    sum += x[i][j] * matrix.get(output * x[i].length + j);
                }
                result[i][output] = sum;
            }
        }
        return result;
    }

    private double[][] added(String norm, double[][] x, double[][] change) {
        double[] gain = vector(norm + ".weight", width);
        double[] shift = vector(norm + ".bias", width);
        double[][] result = new double[x.length][width];
        for (int i = 0; i < x.length; i++) {
            double mean = 0;
            double squares = 0;
            for (int j = 0; j < width; j++) {
                result[i][j] = x[i][j] + change[i][j];
                mean += result[i][j] / width;
                squares += result[i][j] * result[i][j] / width;
            }
            double deviation = Math.sqrt(squares - mean * mean + 1e-5);
            for (int j = 0; j < width; j++) {
                result[i][j] = (result[i][j] - mean) / deviation * gain[j] + shift[j];
            }
        }
        return result;
    }

    private double[] vector(String name, int length) {
        FloatBuffer values = weights.read(name, length).values();
        return IntStream.range(0, length).mapToDouble(values::get).toArray();
    }

    @Override
    public void close() {
        weights.close();
    }
}
