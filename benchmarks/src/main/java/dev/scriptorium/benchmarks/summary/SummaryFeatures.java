package dev.scriptorium.benchmarks.summary;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.models.ShippedModels;
import dev.scriptorium.summarizer.ranking.Feature;
import dev.scriptorium.summarizer.ranking.RankedDocument;
import dev.scriptorium.summarizer.ranking.RankedSentence;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes what the scorer of sentences is trained on: the features that the summarizer computes, beside the ROUGE of each
 * sentence. Arguments: the training's files of texts, {@code X.jsonl.gz}; each becomes {@code X.features.gz} beside it: a
 * line with the features' names and the digest of the embedding model, then a line for each text with its title and one
 * without. Texts of one sentence are passed over.
 */
public final class SummaryFeatures {

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Header(List<String> features, String embeddingModel) {}

    private record Line(double[][] features, double[][] rouge, List<String> texts) {}

    private SummaryFeatures() {}

    public static void main(String[] arguments) throws IOException {
        ShippedModels models = new ShippedModels(Files.createTempDirectory("models"));
        try (var reader = new SentenceReader(models.unpack("sentence-embedding"))) {
            for (String argument : arguments) {
                Path file = Path.of(argument);
                Path to = file.resolveSibling(file.getFileName().toString().replace(".jsonl.gz", ".features.gz"));
                write(file, to, reader);
                System.out.println(to);
            }
        }
    }

    private static void write(Path file, Path to, SentenceReader reader) throws IOException {
        try (var lines = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(to)), StandardCharsets.UTF_8))) {
            write(lines, new Header(Feature.names(), reader.modelDigest()));
            for (SummarizedText text : SummarizedText.all(file)) {
                RankedDocument document = reader.read(text);
                if (document.sentences().size() > 1) {
                    double[][] rouge = rouge(text, document.sentences());
                    write(
                            lines,
                            new Line(
                                    Feature.of(document),
                                    rouge,
                                    document.sentences().stream()
                                            .map(RankedSentence::text)
                                            .toList()));
                    write(lines, new Line(Feature.of(document.untitled()), rouge, List.of()));
                }
            }
        }
    }

    private static double[][] rouge(SummarizedText text, List<RankedSentence> sentences) {
        return sentences.stream()
                .map(sentence -> text.rouge(sentence.text()))
                .map(rouge -> new double[] {rouge.one(), rouge.two(), rouge.longest()})
                .toArray(double[][]::new);
    }

    private static void write(BufferedWriter lines, Object line) throws IOException {
        lines.write(JSON.writeValueAsString(line));
        lines.newLine();
    }
}
