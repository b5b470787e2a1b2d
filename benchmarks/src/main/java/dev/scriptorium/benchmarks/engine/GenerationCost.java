package dev.scriptorium.benchmarks.engine;

import dev.scriptorium.benchmarks.clock.CpuTime;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * One side of the comparison in {@code src/main/python/compare_generation.py}: loads a translator, then answers every line on
 * the standard input, the number of beams, by translating a file once and printing target tokens and CPU seconds of the
 * whole process.
 *
 * <p>Arguments: the model's folder, a file of token ids, one input per line, the precision, threads, the most new tokens,
 * a file to write the tokens of the last round to, and whether a shortlist is used ({@code true}).
 */
public final class GenerationCost {

    private GenerationCost() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<int[]> inputs = Files.readAllLines(Path.of(arguments[1])).stream()
                .map(line -> Arrays.stream(line.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray())
                .toList();
        Precision precision = Precision.valueOf(arguments[2]);
        int threads = Integer.parseInt(arguments[3]);
        int maxNewTokens = Integer.parseInt(arguments[4]);
        Path written = Path.of(arguments[5]);
        boolean shortlists = arguments.length < 7 || Boolean.parseBoolean(arguments[6]);
        EngineSettings engine =
                new EngineSettings(1, precision, EngineSettings.Device.CPU, shortlists, EngineSettings.DEFAULT.rows());
        // What libraries print must not be taken for an answer.
        PrintStream answers = System.out;
        System.setOut(System.err);
        try (Seq2SeqModel model = (Seq2SeqModel) new OnnxModelLoader().load(folder, engine);
                ExecutorService executor = Executors.newFixedThreadPool(threads);
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in))) {
            answers.println("ready");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                GenerationSettings settings = model.defaults()
                        .withBeams(Integer.parseInt(line.strip()))
                        .withMaxNewTokens(maxNewTokens);
                double before = CpuTime.nanos() / 1e9;
                List<Generation> generations = run(model, inputs, settings, threads, executor);
                double seconds = CpuTime.nanos() / 1e9 - before;
                long tokens = generations.stream()
                        .mapToLong(generation -> generation.ids().length)
                        .sum();
                write(generations, written);
                answers.println(tokens + " " + seconds);
            }
        }
    }

    /** Every thread takes every {@code threads}-th input. */
    private static List<Generation> run(
            Seq2SeqModel model, List<int[]> inputs, GenerationSettings settings, int threads, ExecutorService executor)
            throws Exception {
        List<Callable<List<Generation>>> parts = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            List<int[]> part = new ArrayList<>();
            for (int i = thread; i < inputs.size(); i += threads) {
                part.add(inputs.get(i));
            }
            parts.add(() -> model.generate(part, settings, Cancellation.NEVER));
        }
        List<List<Generation>> done = new ArrayList<>();
        for (Future<List<Generation>> part : executor.invokeAll(parts)) {
            done.add(part.get());
        }
        List<Generation> all = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            all.add(done.get(i % threads).get(i / threads));
        }
        return all;
    }

    private static void write(List<Generation> generations, Path file) throws IOException {
        Files.writeString(
                file,
                generations.stream()
                        .map(generation -> Arrays.stream(generation.ids())
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(" ")))
                        .collect(Collectors.joining("\n", "", "\n")));
    }
}
