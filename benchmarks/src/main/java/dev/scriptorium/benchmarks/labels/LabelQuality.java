package dev.scriptorium.benchmarks.labels;

import dev.scriptorium.benchmarks.labels.LabelledTexts.Text;
import dev.scriptorium.classifier.Examples;
import dev.scriptorium.classifier.Features;
import dev.scriptorium.classifier.Head;
import dev.scriptorium.classifier.HeadTraining;
import dev.scriptorium.classifier.Learnt;
import dev.scriptorium.classifier.Words;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.models.ShippedModels;
import dev.scriptorium.tokenizer.SegmentLimits;
import dev.scriptorium.tokenizer.Segmenter;
import dev.scriptorium.tokenizer.TextBlock;
import dev.scriptorium.tokenizer.encoding.TokenEncoder;
import dev.scriptorium.tokenizer.encoding.WindowPlanner;
import dev.scriptorium.tokenizer.language.LanguageDetector;
import dev.scriptorium.tokenizer.sentence.SentenceSplitter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Learns label sets from draws of a data set's examples and asks about its test part, each text sentence by sentence as the
 * service does. Arguments: {@code reuters} or {@code intents}, the file, and the examples of each label to draw (0: none, by
 * description; {@code all}), such as {@code 0 8 64 all}.
 */
public final class LabelQuality {

    private static final int DRAWS = 3;
    private static final double PRECISION = 0.9;
    private static final int SENTENCES_AT_ONCE = 32;
    private static final Set<String> LANGUAGES = Set.of("en", "de", "fr", "es");

    private final LabelledTexts data;
    private final List<List<Features.Sentence>> training;
    private final List<List<Features.Sentence>> test;
    private final Features[] descriptions;

    /** What was measured on the test part. */
    private record Figures(
            double accuracy, double macroF1, double sure, double rightOfSure, double seconds, Learnt learnt) {}

    private LabelQuality(LabelledTexts data, Reading reading) {
        this.data = data;
        this.training = data.training().stream()
                .map(text -> reading.sentences(text.text()))
                .toList();
        this.test =
                data.test().stream().map(text -> reading.sentences(text.text())).toList();
        this.descriptions = data.descriptions().values().stream()
                .map(description -> Features.of(reading.sentences(description)))
                .toArray(Features[]::new);
    }

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        LabelledTexts data = arguments[0].equals("reuters") ? LabelledTexts.reuters(file) : LabelledTexts.intents(file);
        Path folder = new ShippedModels(Files.createTempDirectory("models")).unpack("sentence-embedding");
        try (var model = (EmbeddingModel) new OnnxModelLoader().load(folder, EngineSettings.DEFAULT)) {
            LabelQuality quality = new LabelQuality(data, new Reading(model, segmenter(folder)));
            for (int i = 2; i < arguments.length; i++) {
                quality.report(arguments[i]);
            }
        }
    }

    private void report(String examples) {
        int each = examples.equals("all") ? Integer.MAX_VALUE : Integer.parseInt(examples);
        boolean[] describing =
                each == 0 ? new boolean[] {true} : each > 8 ? new boolean[] {false} : new boolean[] {false, true};
        for (boolean described : describing) {
            List<Figures> figures = new ArrayList<>();
            int draws = each == 0 || each == Integer.MAX_VALUE ? 1 : DRAWS;
            for (int draw = 0; draw < draws; draw++) {
                figures.add(measure(drawn(each, draw), described));
            }
            print(examples + (described ? " described" : ""), figures);
        }
    }

    private void print(String name, List<Figures> figures) {
        double mean = figures.stream().mapToDouble(Figures::accuracy).average().orElse(0);
        double spread = Math.sqrt(figures.stream()
                .mapToDouble(one -> (one.accuracy() - mean) * (one.accuracy() - mean))
                .average()
                .orElse(0));
        Learnt first = figures.getFirst().learnt();
        System.out.printf(
                "%s %-14s accuracy %.2f (spread %.2f)  macro-F1 %.2f  held-out accuracy of the first draw %.2f  sure %.1f,"
                        + " of which right %.1f  fit %.1f CPU-s  %s strength %s temperature %.2f%n",
                data.name(),
                name,
                100 * mean,
                100 * spread,
                100 * figures.stream().mapToDouble(Figures::macroF1).average().orElse(0),
                100 * first.quality().accuracy(),
                100 * figures.stream().mapToDouble(Figures::sure).average().orElse(0),
                100
                        * figures.stream()
                                .mapToDouble(Figures::rightOfSure)
                                .average()
                                .orElse(0),
                figures.stream().mapToDouble(Figures::seconds).average().orElse(0),
                first.words() ? "meaning and words" : "meaning",
                first.strength(),
                first.head().temperature());
    }

    private List<Integer> drawn(int each, int draw) {
        List<Integer> places =
                new ArrayList<>(IntStream.range(0, training.size()).boxed().toList());
        Collections.shuffle(places, new Random(draw));
        int[] counts = new int[data.labels().size()];
        return places.stream()
                .filter(place -> counts[label(data.training().get(place))]++ < each)
                .toList();
    }

    private Figures measure(List<Integer> places, boolean described) {
        long before = cpuNanos();
        Learnt learnt = new HeadTraining(PRECISION)
                .learn(new Examples(
                        places.stream()
                                .map(place -> Features.of(training.get(place)))
                                .toList(),
                        places.stream()
                                .mapToInt(place -> label(data.training().get(place)))
                                .toArray(),
                        IntStream.range(0, places.size()).toArray(),
                        described ? descriptions : new Features[descriptions.length]));
        double seconds = (cpuNanos() - before) / 1e9;
        int classes = descriptions.length;
        int[][] confusion = new int[classes][classes];
        int sure = 0;
        int rightOfSure = 0;
        int right = 0;
        for (int i = 0; i < test.size(); i++) {
            double[] probabilities = answer(learnt.head(), test.get(i));
            int given = IntStream.range(0, classes)
                    .reduce((a, b) -> probabilities[b] > probabilities[a] ? b : a)
                    .orElseThrow();
            int label = label(data.test().get(i));
            confusion[label][given]++;
            right += label == given ? 1 : 0;
            if (probabilities[given] >= learnt.threshold().value()) {
                sure++;
                rightOfSure += label == given ? 1 : 0;
            }
        }
        return new Figures(
                right / (double) test.size(),
                macroF1(confusion),
                sure / (double) test.size(),
                rightOfSure / (double) Math.max(1, sure),
                seconds,
                learnt);
    }

    /** The geometric mean over the sentences, weighted by their lengths. */
    private static double[] answer(Head head, List<Features.Sentence> sentences) {
        double[] logarithms = new double[head.labels()];
        double total = 0;
        for (Features.Sentence sentence : sentences) {
            float[] probabilities = head.probabilities(sentence.meaning(), sentence.words());
            total += sentence.weight();
            for (int k = 0; k < logarithms.length; k++) {
                logarithms[k] += sentence.weight() * Math.log(Math.max(probabilities[k], 1e-30));
            }
        }
        double sum = 0;
        for (int k = 0; k < logarithms.length; k++) {
            logarithms[k] = Math.exp(logarithms[k] / total);
            sum += logarithms[k];
        }
        for (int k = 0; k < logarithms.length; k++) {
            logarithms[k] /= sum;
        }
        return logarithms;
    }

    private static double macroF1(int[][] confusion) {
        double sum = 0;
        for (int k = 0; k < confusion.length; k++) {
            int both = 0;
            for (int other = 0; other < confusion.length; other++) {
                both += confusion[k][other] + confusion[other][k];
            }
            sum += both == 0 ? 0 : 2.0 * confusion[k][k] / both;
        }
        return sum / confusion.length;
    }

    private int label(Text text) {
        return data.labels().indexOf(text.label());
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Segmenter segmenter(Path folder) {
        return new Segmenter(
                new LanguageDetector(LANGUAGES, Set.of()),
                new SentenceSplitter(),
                new SegmentLimits(1000, 512),
                new WindowPlanner(2048, 64),
                TokenEncoder.load(folder));
    }

    /** Texts to sentences with their embeddings. */
    private record Reading(EmbeddingModel model, Segmenter segmenter) {

        List<Features.Sentence> sentences(String text) {
            List<String> texts = segmenter.segment(TextBlock.ofPlainText(text), "en").segments().stream()
                    .map(segment -> segment.getText())
                    .filter(sentence -> sentence.codePoints().anyMatch(Character::isLetter))
                    .toList();
            List<int[]> ids = texts.stream().map(model::encode).toList();
            List<Features.Sentence> sentences = new ArrayList<>();
            for (int from = 0; from < ids.size(); from += SENTENCES_AT_ONCE) {
                List<int[]> some = ids.subList(from, Math.min(from + SENTENCES_AT_ONCE, ids.size()));
                List<float[]> vectors = model.embed(some);
                for (int i = 0; i < some.size(); i++) {
                    sentences.add(new Features.Sentence(
                            vectors.get(i),
                            Words.of(some.get(i)),
                            texts.get(from + i).length()));
                }
            }
            return sentences;
        }
    }
}
