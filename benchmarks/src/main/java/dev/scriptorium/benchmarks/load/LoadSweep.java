package dev.scriptorium.benchmarks.load;

import dev.scriptorium.benchmarks.clock.CpuTime;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.inference.batching.Answer;
import dev.scriptorium.inference.batching.BatchLimits;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.BatcherSettings;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.ModelInput;
import dev.scriptorium.inference.batching.RequestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A translator behind the batcher at every load, beside the same sentences in one loop sorted by length.
 *
 * <p>First pairs of runs, the loop and the batcher with everything waiting: CPU seconds of each and their ratio. Then
 * Poisson arrivals of single sentences, open loop, at shares of the throughput measured before: the arrivals do not wait for
 * the answers, so that a queue shows in the latency. Arguments: the model's folder, a file with one sentence per line, and
 * optionally threads, beams, the precision, pairs, and seconds for each load.
 */
public final class LoadSweep {

    private static final double[] LOADS = {0.05, 0.25, 0.5, 0.75, 0.95};
    private static final RequestContext BULK = new RequestContext(Lane.BULK, "load", Instant.MAX);
    private static final RequestContext INTERACTIVE = new RequestContext(Lane.INTERACTIVE, "load", Instant.MAX);

    private final Seq2SeqModel model;
    private final GenerationSettings settings;
    private final List<int[]> inputs;
    private final int threads;
    private final Traffic traffic = new Traffic();

    private record Cost(double wallSeconds, double cpuSeconds) {}

    private LoadSweep(Seq2SeqModel model, GenerationSettings settings, List<int[]> inputs, int threads) {
        this.model = model;
        this.settings = settings;
        this.inputs = inputs;
        this.threads = threads;
    }

    public static void main(String[] arguments) throws IOException {
        List<String> sentences = Files.readAllLines(Path.of(arguments[1]));
        int threads = number(arguments, 2, 1);
        int beams = number(arguments, 3, 1);
        Precision precision = arguments.length > 4 ? Precision.valueOf(arguments[4]) : Precision.INT8;
        int pairs = number(arguments, 5, 7);
        int seconds = number(arguments, 6, 20);
        try (Seq2SeqModel model =
                (Seq2SeqModel) new OnnxModelLoader().load(Path.of(arguments[0]), new EngineSettings(1, precision))) {
            List<int[]> inputs = sentences.stream().map(model::encode).toList();
            GenerationSettings settings = model.defaults().withBeams(beams);
            new LoadSweep(model, settings, inputs, threads).run(pairs, seconds);
        }
    }

    private static int number(String[] arguments, int place, int otherwise) {
        return arguments.length > place ? Integer.parseInt(arguments[place]) : otherwise;
    }

    private void run(int pairs, int seconds) {
        try (Batcher batcher = batcher()) {
            loop();
            saturate(batcher);
            double[] ratios = new double[pairs];
            double best = Double.MAX_VALUE;
            System.out.println("pair loop-cpu-s batcher-cpu-s loop/batcher fill padding");
            for (int pair = 0; pair < pairs; pair++) {
                traffic.take();
                Cost batched = saturate(batcher);
                Traffic.Taken taken = traffic.take();
                Cost looped = loop();
                ratios[pair] = looped.cpuSeconds() / batched.cpuSeconds();
                best = Math.min(best, batched.wallSeconds());
                System.out.printf(
                        "%d %.2f %.2f %.3f %.2f %.2f%n",
                        pair, looped.cpuSeconds(), batched.cpuSeconds(), ratios[pair], taken.fill(), taken.padding());
            }
            Arrays.sort(ratios);
            System.out.printf(
                    "throughput against the sorted loop: median %.3f, from %.3f to %.3f%n",
                    ratios[pairs / 2], ratios[0], ratios[pairs - 1]);
            double capacity = inputs.size() / best;
            System.out.printf("capacity: %.1f sentences/s%n", capacity);
            System.out.println("load sentences median-ms p99-ms cpu-ms/sentence fill padding");
            for (double load : LOADS) {
                sweep(batcher, load, load * capacity, seconds);
            }
        }
    }

    private Batcher batcher() {
        var settings =
                new BatcherSettings(threads, new BatchLimits(32, 2048), Integer.MAX_VALUE, 8, 4, Duration.ofMinutes(1));
        return new Batcher(settings, traffic, Clock.systemUTC());
    }

    /** Each thread has its share of the sentences and writes them in slots of its own, the longest first. */
    private Cost loop() {
        return cost(() -> {
            List<Thread> running = IntStream.range(0, threads)
                    .mapToObj(thread -> Thread.ofPlatform()
                            .start(() -> model.generate(
                                    IntStream.range(0, inputs.size())
                                            .filter(place -> place % threads == thread)
                                            .mapToObj(inputs::get)
                                            .toList(),
                                    settings,
                                    Cancellation.NEVER)))
                    .toList();
            running.forEach(LoadSweep::join);
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cost saturate(Batcher batcher) {
        TranslationCall call = new TranslationCall(model, settings);
        return cost(() -> batcher.submit(ModelInput.of(call, inputs), BULK, Admission.BOUNDED_BY_CALLER)
                .forEach(CompletableFuture::join));
    }

    private static Cost cost(Runnable work) {
        long cpu = CpuTime.nanos();
        long wall = System.nanoTime();
        work.run();
        return new Cost((System.nanoTime() - wall) / 1e9, (CpuTime.nanos() - cpu) / 1e9);
    }

    private void sweep(Batcher batcher, double load, double perSecond, int seconds) {
        TranslationCall call = new TranslationCall(model, settings);
        SplittableRandom random = new SplittableRandom(20);
        List<CompletableFuture<Long>> latencies = new ArrayList<>();
        traffic.take();
        long cpu = CpuTime.nanos();
        long start = System.nanoTime();
        double due = 0;
        while (due < seconds) {
            long at = start + (long) (due * 1e9);
            for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            List<int[]> next = List.of(inputs.get(random.nextInt(inputs.size())));
            CompletableFuture<Answer<List<Generation>>> answer = batcher.submit(
                            ModelInput.of(call, next), INTERACTIVE, Admission.BOUNDED_BY_CALLER)
                    .getFirst();
            latencies.add(answer.thenApply(done -> System.nanoTime() - at));
            due += -Math.log(1 - random.nextDouble()) / perSecond;
        }
        double[] millis = latencies.stream()
                .mapToDouble(latency -> latency.join() / 1e6)
                .sorted()
                .toArray();
        double cpuMillis = (CpuTime.nanos() - cpu) / 1e6;
        Traffic.Taken taken = traffic.take();
        System.out.printf(
                "%.0f%% %d %.1f %.1f %.1f %.2f %.2f%n",
                100 * load,
                millis.length,
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.99)],
                cpuMillis / millis.length,
                taken.fill(),
                taken.padding());
    }
}
