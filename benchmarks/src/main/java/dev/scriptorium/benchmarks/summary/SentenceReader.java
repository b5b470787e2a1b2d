package dev.scriptorium.benchmarks.summary;

import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.models.ModelDigest;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import dev.scriptorium.proto.document.v1.TokenIds;
import dev.scriptorium.summarizer.candidate.Candidate;
import dev.scriptorium.summarizer.candidate.Candidates;
import dev.scriptorium.summarizer.ranking.RankedDocument;
import dev.scriptorium.summarizer.ranking.RankedSentence;
import dev.scriptorium.tokenizer.SegmentLimits;
import dev.scriptorium.tokenizer.SegmentedText;
import dev.scriptorium.tokenizer.Segmenter;
import dev.scriptorium.tokenizer.TextBlock;
import dev.scriptorium.tokenizer.encoding.TokenEncoder;
import dev.scriptorium.tokenizer.encoding.WindowPlanner;
import dev.scriptorium.tokenizer.language.LanguageDetector;
import dev.scriptorium.tokenizer.sentence.SentenceSplitter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Brings a text to where the ranking begins, by the services' own code: blocks, segments, candidates, vectors. */
final class SentenceReader implements AutoCloseable {

    private static final int SENTENCES_AT_ONCE = 16;
    private static final int SENTENCES_OF_A_TEXT = 1000;
    private static final Set<String> LANGUAGES = Set.of("en", "de", "fr", "es");

    private final EmbeddingModel model;
    private final Segmenter segmenter;
    private final String modelDigest;

    SentenceReader(Path modelFolder) {
        segmenter = new Segmenter(
                new LanguageDetector(LANGUAGES, Set.of()),
                new SentenceSplitter(),
                new SegmentLimits(1000, 512),
                new WindowPlanner(2048, 64),
                TokenEncoder.load(modelFolder));
        model = (EmbeddingModel) new OnnxModelLoader().load(modelFolder, EngineSettings.DEFAULT);
        modelDigest = ModelDigest.of(modelFolder);
    }

    String modelDigest() {
        return modelDigest;
    }

    /** The body under its title as a heading, as in a document. The same without title is this document with an empty one. */
    RankedDocument read(SummarizedText text) {
        List<TextBlock> blocks = new ArrayList<>();
        blocks.add(new TextBlock(0, BlockKind.BLOCK_KIND_HEADING, Place.getDefaultInstance(), text.title(), "\n\n"));
        TextBlock.ofPlainText(text.text())
                .forEach(block -> blocks.add(
                        new TextBlock(block.index() + 1, block.kind(), block.place(), block.text(), block.joiner())));
        SegmentedText segmented = segmenter.segment(blocks, text.language());
        Candidates candidates = Candidates.of(segmented.segments(), segmented.windows(), SENTENCES_OF_A_TEXT);
        List<float[]> vectors = vectors(candidates.sentences(), segmented);
        List<RankedSentence> sentences = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            Candidate candidate = candidates.sentences().get(i);
            sentences.add(new RankedSentence(
                    new SegmentId(0, candidate.segment()),
                    candidate.text(),
                    candidate.place(),
                    i,
                    candidate.opensBlock(),
                    candidate.cut(),
                    rounded(vectors.get(i))));
        }
        return RankedDocument.whole(sentences, sentences.size(), candidates.title());
    }

    private static byte[] rounded(float[] vector) {
        byte[] bytes = new byte[vector.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(127 * vector[i]);
        }
        return bytes;
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

    @Override
    public void close() {
        model.close();
    }
}
