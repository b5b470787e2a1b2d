package dev.scriptorium.summarizer.abstractive;

import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.proto.document.v1.Place;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.summarizer.candidate.Wording;
import dev.scriptorium.summarizer.ranking.ContentWords;
import dev.scriptorium.summarizer.ranking.UnitVectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the segments of a document that support sentences. Segments are offered one by one, so that the document need not
 * be in memory; of each sentence the likeliest {@value #KEPT} are kept.
 *
 * <p>The support of a sentence is the mean of two figures from 0 to 1: the cosine between its embedding and the nearest
 * cited segment's, and the share of its content words and numbers that the cited segments have. Where one of the two is
 * not known, it is the other.
 */
final class SupportSearch {

    private static final int KEPT = 8;
    private static final int MOST_CITED = 3;

    /** A further segment is cited only if it has at least this share of the sentence's words beyond the ones before it. */
    private static final double WORTH_CITING = 0.15;

    private final List<Wanted> wanted;
    private final double least;

    /** @param least support of a sentence that is not flagged */
    SupportSearch(List<Sentence> sentences, double least) {
        this.wanted = sentences.stream().map(Wanted::new).toList();
        this.least = least;
    }

    /** @param vector of length 1, as signed bytes; empty where it is not known */
    record Sentence(String text, byte[] vector) {}

    /** A segment of the document, with a vector as a sentence has it. */
    record Source(SegmentId id, String text, Place place, byte[] vector) {}

    void offer(Source source) {
        Set<String> words = words(source.text());
        wanted.forEach(sentence -> sentence.offer(source, words));
    }

    /** One for each sentence, in order; without segments only if none was offered. */
    List<SummarySentence> found() {
        return wanted.stream().map(sentence -> sentence.found(least)).toList();
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>(ContentWords.of(text));
        words.addAll(numbers(text));
        return words;
    }

    private static List<String> numbers(String text) {
        return Wording.of(text).numbers();
    }

    private record Match(Source source, Set<String> words, double similarity, double score) {}

    private static final class Wanted {

        private final Sentence sentence;
        private final Set<String> words;
        private final List<Match> likeliest = new ArrayList<>();

        Wanted(Sentence sentence) {
            this.sentence = sentence;
            this.words = words(sentence.text());
        }

        void offer(Source source, Set<String> wordsOfSource) {
            Set<String> common = new HashSet<>(words);
            common.retainAll(wordsOfSource);
            double similarity = similarity(source);
            double score = support(similarity, common);
            if (likeliest.size() == KEPT && likeliest.getLast().score() >= score) {
                return;
            }
            likeliest.add(new Match(source, common, similarity, score));
            likeliest.sort(Comparator.comparingDouble(Match::score)
                    .reversed()
                    .thenComparing(match -> match.source().id()));
            if (likeliest.size() > KEPT) {
                likeliest.removeLast();
            }
        }

        SummarySentence found(double least) {
            List<Match> cited = new ArrayList<>();
            Set<String> covered = new HashSet<>();
            double similarity = Double.NaN;
            for (Match match : likeliest) {
                Set<String> more = new HashSet<>(match.words());
                more.removeAll(covered);
                boolean worth = cited.isEmpty() || more.size() >= WORTH_CITING * Math.max(1, words.size());
                if (worth && cited.size() < MOST_CITED) {
                    cited.add(match);
                    covered.addAll(match.words());
                    similarity = cited.size() == 1 ? match.similarity() : Math.max(similarity, match.similarity());
                }
            }
            double support = cited.isEmpty() ? 0 : support(similarity, covered);
            boolean numbersCovered = covered.containsAll(numbers(sentence.text()));
            SummarySentence.Builder found = SummarySentence.newBuilder()
                    .setText(sentence.text())
                    .setSupport((float) support)
                    .setUnsupported(support < least || !numbersCovered);
            cited.forEach(match -> found.addSegmentIds(match.source().id().toString()));
            if (!cited.isEmpty()) {
                found.setPlace(cited.getFirst().source().place());
            }
            return found.build();
        }

        private double support(double similarity, Set<String> common) {
            double share = words.isEmpty() ? Double.NaN : (double) common.size() / words.size();
            if (Double.isNaN(similarity)) {
                return Double.isNaN(share) ? 0 : share;
            }
            return Double.isNaN(share) ? similarity : (similarity + share) / 2;
        }

        private double similarity(Source source) {
            boolean known = sentence.vector().length > 0 && source.vector().length == sentence.vector().length;
            return known ? Math.max(0, UnitVectors.cosine(sentence.vector(), source.vector())) : Double.NaN;
        }
    }
}
