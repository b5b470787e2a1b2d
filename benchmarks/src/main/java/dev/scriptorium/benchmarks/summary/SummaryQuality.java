package dev.scriptorium.benchmarks.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.inference.engine.EmbeddingModel;
import dev.scriptorium.inference.engine.EngineSettings;
import dev.scriptorium.inference.engine.loading.OnnxModelLoader;
import dev.scriptorium.models.ShippedModels;
import dev.scriptorium.proto.document.v1.TokenIds;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.summarizer.candidate.Candidate;
import dev.scriptorium.summarizer.candidate.Candidates;
import dev.scriptorium.summarizer.ranking.ExtractiveSummary;
import dev.scriptorium.summarizer.ranking.RankedSentence;
import dev.scriptorium.summarizer.ranking.SentenceRanking;
import dev.scriptorium.summarizer.ranking.UnitVectors;
import dev.scriptorium.tokenizer.SegmentLimits;
import dev.scriptorium.tokenizer.SegmentedText;
import dev.scriptorium.tokenizer.Segmenter;
import dev.scriptorium.tokenizer.TextBlock;
import dev.scriptorium.tokenizer.encoding.TokenEncoder;
import dev.scriptorium.tokenizer.encoding.WindowPlanner;
import dev.scriptorium.tokenizer.language.LanguageDetector;
import dev.scriptorium.tokenizer.sentence.SentenceSplitter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * Compares the summaries of the shipped model with the first sentences of each document and with sentences drawn by lot.
 * Arguments: the number of documents to take from each file, and files of JSON lines, gzipped, with either "text" and
 * "summary" or "source" and "target", both lists of sentences. Documents of fewer than five sentences are passed over.
 */
public final class SummaryQuality {

    private static final int SENTENCES_AT_ONCE = 16;
    private static final int FEWEST_SENTENCES = 5;
    private static final Set<String> LANGUAGES = Set.of("en", "de", "fr", "es");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmbeddingModel model;
    private final Segmenter segmenter;
    private final ExtractiveSummary summaries =
            new ExtractiveSummary(new SentenceRanking(SentenceRanking.Weights.DEFAULT));

    private record Document(List<RankedSentence> sentences, float[] sum, String reference) {}

    private SummaryQuality(EmbeddingModel model, Segmenter segmenter) {
        this.model = model;
        this.segmenter = segmenter;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = new ShippedModels(Files.createTempDirectory("models")).unpack("sentence-embedding");
        Segmenter segmenter = new Segmenter(
                new LanguageDetector(LANGUAGES, Set.of()),
                LANGUAGES,
                new SentenceSplitter(),
                new SegmentLimits(1000, 512),
                new WindowPlanner(2048, 64),
                TokenEncoder.load(folder));
        try (var model = (EmbeddingModel) new OnnxModelLoader().load(folder, EngineSettings.DEFAULT)) {
            SummaryQuality quality = new SummaryQuality(model, segmenter);
            for (int i = 1; i < arguments.length; i++) {
                quality.report(Path.of(arguments[i]), Integer.parseInt(arguments[0]));
            }
        }
    }

    private void report(Path file, int count) throws IOException {
        List<Document> documents = read(file, count);
        Random lot = new Random(1);
        for (int wanted : new int[] {1, 3}) {
            print(file, "first", wanted, documents, document -> texts(document).subList(0, wanted));
            print(file, "by lot", wanted, documents, document -> {
                List<String> texts = new ArrayList<>(texts(document));
                Collections.shuffle(texts, lot);
                return texts.subList(0, wanted);
            });
            print(
                    file,
                    "ours",
                    wanted,
                    documents,
                    document ->
                            summaries
                                    .choose(
                                            document.sentences(),
                                            document.sentences().size(),
                                            document.sum(),
                                            wanted)
                                    .stream()
                                    .map(SummarySentence::getText)
                                    .toList());
        }
    }

    private static void print(
            Path file, String name, int wanted, List<Document> documents, Function<Document, List<String>> summary) {
        Rouge mean = documents.stream()
                .map(document -> Rouge.of(document.reference(), String.join(" ", summary.apply(document))))
                .reduce(new Rouge(0, 0, 0), Rouge::plus)
                .over(documents.size());
        System.out.printf(
                "%s, %d documents, %d sentences %-7s R-1 %5.2f  R-2 %5.2f  R-L %5.2f%n",
                file.getFileName(),
                documents.size(),
                wanted,
                name,
                100 * mean.one(),
                100 * mean.two(),
                100 * mean.longest());
    }

    private static List<String> texts(Document document) {
        return document.sentences().stream().map(RankedSentence::text).toList();
    }

    private List<Document> read(Path file, int count) throws IOException {
        List<Document> documents = new ArrayList<>();
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && documents.size() < count; line = lines.readLine()) {
                JsonNode json = JSON.readTree(line);
                Document document = json.has("source")
                        ? document(
                                together(json.path("source")),
                                json.path("target").path(0).asText())
                        : document(
                                json.path("text").asText().replace("\n", "\n\n"),
                                json.path("summary").asText());
                if (document.sentences().size() >= FEWEST_SENTENCES) {
                    documents.add(document);
                }
            }
        }
        return documents;
    }

    private static String together(JsonNode sentences) {
        List<String> texts = new ArrayList<>();
        sentences.forEach(sentence -> texts.add(sentence.asText()));
        return String.join(" ", texts);
    }

    private Document document(String text, String reference) {
        SegmentedText segmented = segmenter.segment(TextBlock.ofPlainText(text), "");
        List<Candidate> candidates =
                Candidates.of(segmented.segments(), segmented.windows(), 1000).sentences();
        List<float[]> vectors = vectors(candidates, segmented);
        List<RankedSentence> sentences = new ArrayList<>();
        float[] sum = new float[model.dimensions()];
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            byte[] vector = new byte[sum.length];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = (byte) Math.round(127 * vectors.get(i)[j]);
            }
            UnitVectors.addTo(sum, vector);
            sentences.add(new RankedSentence(
                    new SegmentId(0, candidate.segment()),
                    candidate.text(),
                    candidate.place(),
                    i,
                    candidate.opensSection(),
                    candidate.cut(),
                    vector));
        }
        return new Document(sentences, sum, reference);
    }

    private List<float[]> vectors(List<Candidate> candidates, SegmentedText segmented) {
        List<float[]> vectors = new ArrayList<>();
        for (int from = 0; from < candidates.size(); from += SENTENCES_AT_ONCE) {
            List<int[]> ids = candidates.subList(from, Math.min(candidates.size(), from + SENTENCES_AT_ONCE)).stream()
                    .map(candidate -> segmented.encodings().getFirst().getSegments(candidate.segment()))
                    .map(TokenIds::getIdsList)
                    .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                    .toList();
            vectors.addAll(model.embed(ids));
        }
        return vectors;
    }
}
