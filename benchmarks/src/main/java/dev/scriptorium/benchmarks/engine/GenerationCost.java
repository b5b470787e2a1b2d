package dev.scriptorium.benchmarks.engine;

import com.sun.management.OperatingSystemMXBean;
import dev.scriptorium.inference.engine.Cancellation;
import dev.scriptorium.inference.engine.EngineSettings;
import dev.scriptorium.inference.engine.EngineSettings.Precision;
import dev.scriptorium.inference.engine.Generation;
import dev.scriptorium.inference.engine.GenerationSettings;
import dev.scriptorium.inference.engine.Seq2SeqModel;
import dev.scriptorium.inference.engine.loading.OnnxModelLoader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Target tokens per CPU second of a translator, greedy and with 4 beams, at several batch sizes.
 *
 * <p>CPU time, not wall time: it is the same on a machine that does other things too. Each figure is the best of the
 * rounds, after one that is not counted. Arguments: the model's folder, a file with one sentence per line, and
 * optionally the precision and the rounds.
 */
public final class GenerationCost {

    private static final int MAX_NEW_TOKENS = 60;

    private GenerationCost() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<String> sentences = Files.readAllLines(Path.of(arguments[1]));
        Precision precision = arguments.length > 2 ? Precision.valueOf(arguments[2]) : Precision.FLOAT32;
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 5;
        try (Seq2SeqModel model = (Seq2SeqModel) new OnnxModelLoader().load(folder, new EngineSettings(1, precision))) {
            List<int[]> inputs = sentences.stream().map(model::encode).toList();
            System.out.println("precision beams batch target-tokens cpu-seconds tokens/cpu-second");
            for (int beams : new int[] {1, 4}) {
                for (int batch : new int[] {1, 8, 32}) {
                    measure(model, inputs, model.defaults().withBeams(beams), batch, rounds, precision);
                }
            }
        }
    }

    private static void measure(
            Seq2SeqModel model,
            List<int[]> inputs,
            GenerationSettings settings,
            int batch,
            int rounds,
            Precision precision) {
        GenerationSettings limited = settings.withMaxNewTokens(MAX_NEW_TOKENS);
        List<List<int[]>> batches = new ArrayList<>();
        for (int start = 0; start < inputs.size(); start += batch) {
            batches.add(inputs.subList(start, Math.min(inputs.size(), start + batch)));
        }
        long tokens = 0;
        double best = Double.MAX_VALUE;
        for (int round = 0; round <= rounds; round++) {
            long begin = cpuNanos();
            tokens = 0;
            for (List<int[]> some : batches) {
                for (Generation generation : model.generate(some, limited, Cancellation.NEVER)) {
                    tokens += generation.ids().length;
                }
            }
            double seconds = (cpuNanos() - begin) / 1e9;
            best = round == 0 ? best : Math.min(best, seconds);
        }
        System.out.printf("%s %d %d %d %.3f %.0f%n", precision, settings.beams(), batch, tokens, best, tokens / best);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
