package dev.scriptorium.benchmarks.load;

import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.Generation;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Minutes or hours of mixed work on one translator: sentences and long texts, greedy and with beams, both lanes, and one in
 * ten cancelled. Memory must not grow, and the same input must get the same text from beginning to end. Ends with status 1
 * where either fails.
 *
 * <p>Arguments: the model's folder, a file with one sentence per line, minutes, and optionally the precision. Then a process
 * that translates is killed and another one started, to see that neither leaves a file behind.
 */
public final class Soak {

    private static final int UNDER_WAY = 96;
    private static final Duration REPORT = Duration.ofSeconds(30);

    /** Memory may still settle by this share after the first third. */
    private static final double SETTLING = 1.05;

    private final Seq2SeqModel model;
    private final List<int[]> inputs;
    private final SplittableRandom random = new SplittableRandom(4);
    private final Map<List<Integer>, int[]> texts = new HashMap<>();
    private final List<MemoryUse> uses = new ArrayList<>();
    private long answered;
    private long cancelled;
    private long changed;

    private record UnderWay(List<Integer> key, CompletableFuture<Answer<List<Generation>>> answer) {}

    private Soak(Seq2SeqModel model, List<int[]> inputs) {
        this.model = model;
        this.inputs = inputs;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<String> sentences = Files.readAllLines(Path.of(arguments[1]));
        Duration time = Duration.ofSeconds((long) (60 * Double.parseDouble(arguments[2])));
        Precision precision = arguments.length > 3 ? Precision.valueOf(arguments[3]) : Precision.INT8;
        boolean good;
        try (Seq2SeqModel model = (Seq2SeqModel) new OnnxModelLoader().load(folder, new EngineSettings(1, precision))) {
            good = new Soak(model, inputs(model, sentences)).run(time);
        }
        if (arguments.length > 4) { // the process that is killed
            return;
        }
        boolean clean = LeftBehind.check(List.of(arguments[0], arguments[1], "0.2", precision.name(), "child"));
        System.exit(good && clean ? 0 : 1);
    }

    /** Single sentences, and texts of several up to what the model takes. */
    private static List<int[]> inputs(Seq2SeqModel model, List<String> sentences) {
        List<int[]> inputs = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            int together = i % 8 == 0 ? 1 + i / 8 % 6 : 1;
            int[] ids = model.encode(String.join(" ", sentences.subList(i, Math.min(sentences.size(), i + together))));
            inputs.add(ids.length <= model.maxInputTokens() ? ids : model.encode(sentences.get(i)));
        }
        return inputs;
    }

    private boolean run(Duration time) {
        System.out.println("seconds answered cancelled heap-mb direct-mb mapped-mb rss-mb");
        Instant start = Instant.now();
        Instant report = start;
        Deque<UnderWay> underWay = new ArrayDeque<>();
        var settings = new BatcherSettings(
                Runtime.getRuntime().availableProcessors(),
                new BatchLimits(32, 2048),
                10 * UNDER_WAY,
                8,
                4,
                Duration.ofMinutes(1));
        try (Batcher batcher = new Batcher(settings, new Traffic(), Clock.systemUTC())) {
            while (Instant.now().isBefore(start.plus(time))) {
                while (underWay.size() < UNDER_WAY) {
                    underWay.add(submit(batcher));
                }
                finish(underWay.remove());
                if (!Instant.now().isBefore(report)) {
                    report = report.plus(REPORT);
                    report(Duration.between(start, Instant.now()));
                }
            }
            underWay.forEach(this::finish);
        }
        report(Duration.between(start, Instant.now()));
        return verdict();
    }

    private UnderWay submit(Batcher batcher) {
        int place = random.nextInt(inputs.size());
        int beams = random.nextInt(4) == 0 ? 4 : 1;
        RequestContext origin =
                new RequestContext(random.nextInt(3) == 0 ? Lane.INTERACTIVE : Lane.BULK, "soak", Instant.MAX);
        TranslationCall call = new TranslationCall(model, model.defaults().withBeams(beams));
        var answer = batcher.submit(
                        ModelInput.of(call, List.of(inputs.get(place))), origin, Admission.REFUSED_WHEN_FULL)
                .getFirst();
        if (random.nextInt(10) == 0) {
            // Either while it waits or, as others are waited for, while it is written.
            CompletableFuture.runAsync(
                    () -> answer.cancel(false),
                    CompletableFuture.delayedExecutor(random.nextInt(200), java.util.concurrent.TimeUnit.MILLISECONDS));
        }
        return new UnderWay(List.of(place, beams), answer);
    }

    private void finish(UnderWay one) {
        one.answer().handle((answer, thrown) -> answer).join();
        if (one.answer().isCancelled()) {
            cancelled++;
            return;
        }
        int[] ids = one.answer().join().output().getFirst().ids();
        int[] before = texts.putIfAbsent(one.key(), ids);
        if (before != null && !Arrays.equals(before, ids)) {
            changed++;
        }
        answered++;
    }

    private void report(Duration since) {
        MemoryUse use = MemoryUse.now();
        uses.add(use);
        System.out.printf("%d %d %d %s%n", since.toSeconds(), answered, cancelled, use);
    }

    private boolean verdict() {
        int third = Math.max(1, uses.size() / 3);
        long early = uses.subList(0, Math.min(uses.size(), third + 1)).stream()
                .mapToLong(MemoryUse::resident)
                .max()
                .orElseThrow();
        long late = uses.subList(uses.size() - third, uses.size()).stream()
                .mapToLong(MemoryUse::resident)
                .max()
                .orElseThrow();
        boolean steady = late <= early * SETTLING;
        System.out.printf(
                "verdict: memory %s (%d MB in the first third, %d MB in the last), %d of %d texts changed%n",
                steady ? "steady" : "GROWS", early >> 20, late >> 20, changed, answered);
        return steady && changed == 0;
    }
}
