package dev.scriptorium.benchmarks.summary;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.scriptorium.models.ModelDigest;
import dev.scriptorium.models.ShippedModels;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.summarizer.ranking.ExtractiveSummary;
import dev.scriptorium.summarizer.ranking.RankedDocument;
import dev.scriptorium.summarizer.ranking.RankedSentence;
import dev.scriptorium.summarizer.scorer.ScorerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Compares the summaries of the shipped models, with and without the title of each text, with its first sentences and with
 * sentences drawn by lot. Arguments: how many summaries of each file to print, the file to write all figures to, and the
 * kept-out files of the training's step "prepare". Texts of fewer than five sentences are passed over.
 */
public final class SummaryQuality {

    private static final int FEWEST_SENTENCES = 5;
    private static final int[] LENGTHS = {1, 3};

    private final ExtractiveSummary summaries;
    private final Random lot = new Random(1);

    private record Text(SummarizedText text, RankedDocument document) {}

    /** @param gain on the first sentences: mean of the differences in ROUGE-1, and how far the true one may be, at 95 % */
    private record Figures(Map<String, double[]> rouge, double[] gain) {}

    private record Report(int texts, Map<String, Figures> bySentences) {}

    private SummaryQuality(ExtractiveSummary summaries) {
        this.summaries = summaries;
    }

    public static void main(String[] arguments) throws IOException {
        ShippedModels models = new ShippedModels(Files.createTempDirectory("models"));
        Path scorer = models.unpack("summary-scorer");
        Map<String, Object> report = new LinkedHashMap<>();
        try (var reader = new SentenceReader(models.unpack("sentence-embedding"))) {
            report.put("scorer", ModelDigest.of(scorer));
            report.put("embeddingModel", reader.modelDigest());
            var quality = new SummaryQuality(new ExtractiveSummary(ScorerFolder.read(scorer)));
            for (String argument : List.of(arguments).subList(2, arguments.length)) {
                Path file = Path.of(argument);
                List<Text> texts = texts(file, reader);
                String name = file.getFileName().toString().replace(".jsonl.gz", "");
                report.put(name, quality.report(name, texts));
                texts.stream().limit(Integer.parseInt(arguments[0])).forEach(quality::show);
            }
        }
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(Path.of(arguments[1]).toFile(), report);
    }

    private static List<Text> texts(Path file, SentenceReader reader) throws IOException {
        List<Text> texts = new ArrayList<>();
        for (SummarizedText text : SummarizedText.all(file)) {
            RankedDocument document = reader.read(text);
            if (document.sentences().size() >= FEWEST_SENTENCES) {
                texts.add(new Text(text, document));
            }
        }
        return texts;
    }

    private Report report(String name, List<Text> texts) {
        Map<String, Figures> byLength = new LinkedHashMap<>();
        for (int length : LENGTHS) {
            Map<String, List<Rouge>> all = new LinkedHashMap<>();
            all.put("ours", rouge(texts, document -> chosen(document, length)));
            all.put("untitled", rouge(texts, document -> chosen(document.untitled(), length)));
            all.put("first", rouge(texts, document -> sentences(document).subList(0, length)));
            all.put("lot", rouge(texts, document -> drawn(document).subList(0, length)));
            Map<String, double[]> means = new LinkedHashMap<>();
            all.forEach((summary, rouge) -> means.put(summary, mean(rouge)));
            Figures figures = new Figures(means, gain(all.get("ours"), all.get("first")));
            byLength.put(Integer.toString(length), figures);
            means.forEach((summary, mean) -> System.out.printf(
                    "%s, %d texts, %d sentences %-8s R-1 %5.2f  R-2 %5.2f  R-L %5.2f%n",
                    name, texts.size(), length, summary, mean[0], mean[1], mean[2]));
            System.out.printf(
                    "   ours on first, ROUGE-1: %+.2f, give or take %.2f%n", figures.gain()[0], figures.gain()[1]);
        }
        return new Report(texts.size(), byLength);
    }

    private void show(Text text) {
        System.out.printf(
                "%n%s%nby people: %s%n",
                text.text().title(), text.text().references().getFirst());
        chosen(text.document(), 3).forEach(sentence -> System.out.println("  * " + sentence));
    }

    private List<String> chosen(RankedDocument document, int length) {
        return summaries.choose(document, length).stream()
                .map(SummarySentence::getText)
                .toList();
    }

    private List<String> drawn(RankedDocument document) {
        List<String> sentences = new ArrayList<>(sentences(document));
        Collections.shuffle(sentences, lot);
        return sentences;
    }

    private static List<String> sentences(RankedDocument document) {
        return document.sentences().stream().map(RankedSentence::text).toList();
    }

    private static List<Rouge> rouge(List<Text> texts, Function<RankedDocument, List<String>> summary) {
        return texts.stream()
                .map(text -> text.text().rouge(String.join(" ", summary.apply(text.document()))))
                .toList();
    }

    /** In percent: ROUGE-1, -2 and -L. */
    private static double[] mean(List<Rouge> rouge) {
        Rouge mean = rouge.stream().reduce(new Rouge(0, 0, 0), Rouge::plus).over(rouge.size());
        return new double[] {100 * mean.one(), 100 * mean.two(), 100 * mean.longest()};
    }

    private static double[] gain(List<Rouge> ours, List<Rouge> first) {
        int n = ours.size();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double difference = 100 * (ours.get(i).one() - first.get(i).one());
            sum += difference;
            squares += difference * difference;
        }
        double variance = (squares - sum * sum / n) / (n - 1);
        return new double[] {sum / n, 1.96 * Math.sqrt(variance / n)};
    }
}
