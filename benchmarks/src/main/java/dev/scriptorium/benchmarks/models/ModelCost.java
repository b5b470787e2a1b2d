package dev.scriptorium.benchmarks.models;

import dev.scriptorium.benchmarks.clock.CpuTime;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.engine.CausalSettings;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.TokenLabelModel;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a model costs on one thread: CPU seconds to load it, texts per CPU second to run it.
 *
 * <p>CPU time, not wall time: it is the same on a machine that does other things too. Loading and running are each the
 * median of the rounds, after one that is not counted; the texts are cut to what the model takes, sorted by length and
 * run in batches, and their tokenization counts. A model that writes texts does so as its own files ask.
 *
 * <p>Arguments: a file with one text per line, then models' folders. Prints a line of JSON for each model, which the
 * training's step {@code speed} puts into the model's results and card.
 */
public final class ModelCost {

    private static final int BATCH = 32;
    private static final int ROUNDS = 5;

    private ModelCost() {}

    public static void main(String[] arguments) throws IOException {
        List<String> texts = Files.readAllLines(Path.of(arguments[0]));
        for (String folder : Arrays.asList(arguments).subList(1, arguments.length)) {
            Path path = Path.of(folder).toAbsolutePath().normalize();
            double load = median(() -> load(path).close());
            try (InferenceModel model = load(path)) {
                double run = median(() -> run(model, texts));
                System.out.printf(
                        Locale.ROOT,
                        "{\"model\": \"%s\", \"load_cpu_seconds\": %.2f, \"texts\": %d, \"batch\": %d, "
                                + "\"texts_per_cpu_second\": %.1f}%n",
                        path.getFileName(),
                        load,
                        texts.size(),
                        BATCH,
                        texts.size() / run);
            }
        }
    }

    private static InferenceModel load(Path folder) {
        return new OnnxModelLoader().load(folder, EngineSettings.DEFAULT);
    }

    private static void run(InferenceModel model, List<String> texts) {
        List<int[]> inputs = texts.stream()
                .map(model::encode)
                .map(ids -> Arrays.copyOf(ids, Math.min(ids.length, model.maxInputTokens())))
                .sorted(Comparator.comparingInt(ids -> ids.length))
                .toList();
        for (int start = 0; start < inputs.size(); start += BATCH) {
            List<int[]> batch = inputs.subList(start, Math.min(inputs.size(), start + BATCH));
            switch (model) {
                case EmbeddingModel embedding -> embedding.embed(batch);
                case ClassificationModel classifier -> classifier.classify(batch);
                case TokenLabelModel labels -> labels.label(batch);
                case CausalModel writer ->
                    batch.forEach(ids -> writer.generate(
                            new CausalRequest(ids, CausalSettings.greedy(32)), output -> {}, Cancellation.NEVER));
                case Seq2SeqModel writer -> writer.generate(batch, writer.defaults(), Cancellation.NEVER);
            }
        }
    }

    private static double median(Runnable work) {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            long begin = CpuTime.nanos();
            work.run();
            if (round > 0) {
                seconds.add((CpuTime.nanos() - begin) / 1e9);
            }
        }
        seconds.sort(Comparator.naturalOrder());
        return seconds.get(ROUNDS / 2);
    }
}
