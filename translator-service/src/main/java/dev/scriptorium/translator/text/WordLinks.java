package dev.scriptorium.translator.text;

import dev.scriptorium.core.text.Correspondence;
import dev.scriptorium.core.text.WordAlignment;
import dev.scriptorium.core.text.WordAlignment.Link;
import dev.scriptorium.core.text.WordRange;
import dev.scriptorium.proto.inference.v1.Alignment;
import dev.scriptorium.proto.inference.v1.AlignmentLink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Makes alignments of words: of a model's tokens, of two steps by way of a pivot, and of texts that were put together. */
public final class WordLinks {

    /** Of the strongest link of a target's word: one that is weaker is no link. */
    private static final float LEAST_SHARE = 0.5f;

    /** Of a source's word that no word of the target has as its strongest. */
    private static final float LEAST_WEIGHT = 0.15f;

    private WordLinks() {}

    /**
     * What a model's attention says: for each word of the target the words that it looked at most, and for a word of the
     * source that would have none the word that looked at it most.
     */
    public static WordAlignment of(Alignment alignment, String source, String target) {
        List<WordRange> sources = WordRange.of(source);
        List<WordRange> targets = WordRange.of(target);
        List<List<Integer>> sourceWords = wordsOfTokens(alignment.getSourceEndsList(), sources);
        List<List<Integer>> targetWords = wordsOfTokens(alignment.getTargetEndsList(), targets);
        float[][] weights = new float[targets.size()][sources.size()];
        for (AlignmentLink link : alignment.getLinksList()) {
            if (link.getTarget() >= targetWords.size() || link.getSource() >= sourceWords.size()) {
                continue;
            }
            for (int word : targetWords.get(link.getTarget())) {
                for (int from : sourceWords.get(link.getSource())) {
                    weights[word][from] += link.getWeight();
                }
            }
        }
        return strongest(weights, sources.size());
    }

    /** The words that each token has characters of. */
    private static List<List<Integer>> wordsOfTokens(List<Integer> ends, List<WordRange> words) {
        List<List<Integer>> found = new ArrayList<>(ends.size());
        int start = 0;
        for (int end : ends) {
            found.add(overlapping(words, start, end));
            start = end;
        }
        return found;
    }

    private static List<Integer> overlapping(List<WordRange> words, int start, int end) {
        return IntStream.range(0, words.size())
                .filter(word -> words.get(word).overlaps(start, end))
                .boxed()
                .toList();
    }

    private static WordAlignment strongest(float[][] weights, int sources) {
        Set<Link> links = new LinkedHashSet<>();
        boolean[] linked = new boolean[sources];
        for (int target = 0; target < weights.length; target++) {
            float most = 0;
            for (float weight : weights[target]) {
                most = Math.max(most, weight);
            }
            for (int source = 0; source < sources; source++) {
                if (most > 0 && weights[target][source] >= LEAST_SHARE * most) {
                    links.add(new Link(source, target));
                    linked[source] = true;
                }
            }
        }
        for (int source = 0; source < sources; source++) {
            int best = -1;
            for (int target = 0; target < weights.length && !linked[source]; target++) {
                float weight = weights[target][source];
                if (weight >= LEAST_WEIGHT && (best < 0 || weight > weights[best][source])) {
                    best = target;
                }
            }
            if (best >= 0) {
                links.add(new Link(source, best));
            }
        }
        return sorted(links);
    }

    private static WordAlignment sorted(Set<Link> links) {
        return new WordAlignment(links.stream()
                .sorted(Comparator.comparingInt(Link::target).thenComparingInt(Link::source))
                .toList());
    }

    /** From the source to the pivot language, and on to the target. */
    public static WordAlignment composed(WordAlignment first, WordAlignment second) {
        Set<Link> links = new LinkedHashSet<>();
        for (Link link : second.links()) {
            first.links().stream()
                    .filter(before -> before.target() == link.source())
                    .forEach(before -> links.add(new Link(before.source(), link.target())));
        }
        return sorted(links);
    }

    /** Two texts and what became of the one in the other. */
    public record Aligned(String source, String target, WordAlignment alignment) {

        /** A text that stays as it is. */
        public static Aligned same(String text) {
            List<Link> links = IntStream.range(0, WordRange.of(text).size())
                    .mapToObj(word -> new Link(word, word))
                    .toList();
            return new Aligned(text, text, new WordAlignment(links));
        }

        /** The same of other forms of the two texts, such as with what was hidden from a model. */
        public Aligned in(String otherSource, String otherTarget) {
            if (otherSource.equals(source) && otherTarget.equals(target)) {
                return this;
            }
            return new Aligned(
                    otherSource,
                    otherTarget,
                    moved(
                            alignment,
                            words(source, otherSource, Correspondence.of(source, otherSource)),
                            words(target, otherTarget, Correspondence.of(target, otherTarget))));
        }

        private static List<List<Integer>> words(String from, String to, Correspondence forms) {
            List<WordRange> there = WordRange.of(to);
            return WordRange.of(from).stream()
                    .map(word -> overlapping(there, forms.start(word.start()), forms.end(word.end())))
                    .toList();
        }
    }

    /** Texts one behind the other. */
    public static Aligned joined(List<Aligned> parts) {
        StringBuilder source = new StringBuilder();
        StringBuilder target = new StringBuilder();
        parts.forEach(part -> {
            source.append(part.source());
            target.append(part.target());
        });
        List<WordRange> sources = WordRange.of(source.toString());
        List<WordRange> targets = WordRange.of(target.toString());
        Set<Link> links = new LinkedHashSet<>();
        int sourceStart = 0;
        int targetStart = 0;
        for (Aligned part : parts) {
            links.addAll(moved(
                            part.alignment(),
                            shifted(part.source(), sourceStart, sources),
                            shifted(part.target(), targetStart, targets))
                    .links());
            sourceStart += part.source().length();
            targetStart += part.target().length();
        }
        return new Aligned(source.toString(), target.toString(), sorted(links));
    }

    private static List<List<Integer>> shifted(String part, int start, List<WordRange> whole) {
        return WordRange.of(part).stream()
                .map(word -> overlapping(whole, start + word.start(), start + word.end()))
                .toList();
    }

    private static WordAlignment moved(
            WordAlignment alignment, List<List<Integer>> sources, List<List<Integer>> targets) {
        Set<Link> links = new LinkedHashSet<>();
        for (Link link : alignment.links()) {
            if (link.source() < sources.size() && link.target() < targets.size()) {
                for (int source : sources.get(link.source())) {
                    targets.get(link.target()).forEach(target -> links.add(new Link(source, target)));
                }
            }
        }
        return sorted(links);
    }
}
