package dev.scriptorium.file;

import dev.scriptorium.core.text.WordAlignment;
import dev.scriptorium.core.text.WordAlignment.Link;
import dev.scriptorium.core.text.WordRange;
import dev.scriptorium.file.SpanSearch.Range;
import java.util.List;
import java.util.Optional;

/** Finds in a translated segment what a stretch of its source became, by the alignment of its words. */
final class AlignedWords {

    private final List<WordRange> sources;
    private final List<WordRange> targets;
    private final List<Link> links;

    AlignedWords(String source, String target, WordAlignment alignment) {
        this.sources = WordRange.of(source);
        this.targets = WordRange.of(target);
        this.links = alignment.links().stream()
                .filter(link -> link.source() < sources.size() && link.target() < targets.size())
                .toList();
    }

    boolean isKnown() {
        return !links.isEmpty();
    }

    /**
     * The run of words that came from the stretch most and from other words least, of those that are free; else the one word
     * of which most came from it.
     *
     * @param within where the run must be
     * @param taken what it must not touch
     */
    Optional<Range> find(int start, int end, Range within, List<Range> taken) {
        double[] shares = shares(start, end);
        boolean[] free = new boolean[shares.length];
        for (int i = 0; i < free.length; i++) {
            Range place = place(i, i);
            free[i] = within.contains(place) && taken.stream().noneMatch(place::overlaps);
        }
        return run(shares, free).or(() -> word(shares, free));
    }

    /** For each word of the target how much of it came from the stretch, from 0 to 1; not a number where nothing is known. */
    private double[] shares(int start, int end) {
        double[] shares = new double[targets.size()];
        int[] all = new int[targets.size()];
        for (Link link : links) {
            all[link.target()]++;
            shares[link.target()] += sources.get(link.source()).overlaps(start, end) ? 1 : 0;
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= all[i];
        }
        return shares;
    }

    /**
     * The run with the largest sum (Bentley 1984) of the characters of words that are from the stretch, less those of words
     * that are not: the long words of a sentence are those that say something.
     */
    private Optional<Range> run(double[] shares, boolean[] free) {
        Optional<Range> found = Optional.empty();
        double best = 0;
        double sum = 0;
        int first = 0;
        for (int i = 0; i < shares.length; i++) {
            double gain = Double.isNaN(shares[i]) ? 0 : (2 * shares[i] - 1) * length(i);
            if (!free[i]) {
                sum = 0;
                continue;
            }
            if (sum <= 0) {
                first = i;
                sum = 0;
            }
            sum += gain;
            if (gain > 0 && sum > best) {
                best = sum;
                found = Optional.of(place(first, i));
            }
        }
        return found;
    }

    private Optional<Range> word(double[] shares, boolean[] free) {
        int best = -1;
        for (int i = 0; i < shares.length; i++) {
            if (free[i] && shares[i] > 0 && (best < 0 || shares[i] * length(i) > shares[best] * length(best))) {
                best = i;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(place(best, best));
    }

    private int length(int word) {
        return targets.get(word).end() - targets.get(word).start();
    }

    private Range place(int first, int last) {
        return new Range(targets.get(first).start(), targets.get(last).end());
    }
}
