package dev.scriptorium.summarizer.ranking;

import dev.scriptorium.summarizer.candidate.SentenceShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sentence with what only a look at its whole document tells.
 *
 * @param count sentences of the document
 * @param openings the share of the document's sentences that open a block
 * @param centroid how much it resembles the document, from 0 for the least to 1 for the most of it
 * @param neighbours how much it resembles the sentences one by one, likewise
 * @param likeFirst how much it resembles the first sentence, likewise
 * @param shared how common its words are in the document, likewise
 * @param titleIn the share of the title's words that it has
 * @param fromTitle the share of its words that the title has
 * @param titled whether the document has a title
 */
record SeenSentence(
        RankedSentence sentence,
        SentenceShape shape,
        int count,
        double openings,
        double centroid,
        double neighbours,
        double likeFirst,
        double shared,
        double titleIn,
        double fromTitle,
        boolean titled) {

    static List<SeenSentence> all(RankedDocument document) {
        List<RankedSentence> sentences = document.sentences();
        List<Set<String>> words =
                sentences.stream().map(each -> ContentWords.of(each.text())).toList();
        Set<String> title = ContentWords.of(document.title());
        double openings = sentences.stream()
                .mapToInt(each -> each.opensBlock() ? 1 : 0)
                .average()
                .orElse(0);
        double[] centroid = Centrality.toSum(sentences, document.sum());
        double[] neighbours = Centrality.toOthers(sentences).orElse(centroid);
        double[] likeFirst = Centrality.toFirst(sentences);
        double[] shared = shared(words);
        List<SeenSentence> seen = new ArrayList<>(sentences.size());
        for (int i = 0; i < sentences.size(); i++) {
            seen.add(new SeenSentence(
                    sentences.get(i),
                    SentenceShape.of(sentences.get(i).text()),
                    document.count(),
                    openings,
                    centroid[i],
                    neighbours[i],
                    likeFirst[i],
                    shared[i],
                    ContentWords.share(title, words.get(i)),
                    ContentWords.share(words.get(i), title),
                    !title.isEmpty()));
        }
        return seen;
    }

    private static double[] shared(List<Set<String>> words) {
        Map<String, Integer> sentencesWith = new HashMap<>();
        words.forEach(each -> each.forEach(word -> sentencesWith.merge(word, 1, Integer::sum)));
        double[] shared = words.stream()
                .mapToDouble(each -> each.stream()
                        .mapToDouble(word -> Math.log(sentencesWith.get(word)))
                        .average()
                        .orElse(0))
                .toArray();
        return Centrality.spread(shared);
    }

    boolean endsWith(String ends) {
        String text = sentence.text().stripTrailing();
        return !text.isEmpty() && ends.indexOf(text.charAt(text.length() - 1)) >= 0;
    }

    /** Of its characters that are not white space. */
    double share(int characters) {
        return (double) characters / Math.max(1, shape.letters() + shape.digits() + shape.marks());
    }
}
