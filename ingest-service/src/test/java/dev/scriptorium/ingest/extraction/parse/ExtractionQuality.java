package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.testing.documents.KnownDocuments.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what was read with what a document has, word by word. The words of both are aligned by their longest common
 * subsequence; boilerplate does not count as read.
 *
 * @param words of the document
 * @param found words of the document that were read, in any order
 * @param inOrder words that were read in the order of the document
 * @param extra words that were read and are not the document's
 * @param borders ends of blocks in the document
 * @param bordersRead ends of blocks that were read
 * @param bordersRight ends of blocks that are both
 * @param blocks of the document
 * @param kindsRight blocks most of whose words were read as a block of the same kind
 */
record ExtractionQuality(
        long words,
        long found,
        long inOrder,
        long extra,
        long borders,
        long bordersRead,
        long bordersRight,
        long blocks,
        long kindsRight) {

    static final ExtractionQuality NONE = new ExtractionQuality(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private record Word(String text, int block) {}

    static ExtractionQuality of(Known known, List<Block> read) {
        List<Block> own = read.stream().filter(block -> !block.getBoilerplate()).toList();
        List<Word> expected =
                words(known.blocks().stream().map(block -> block.text()).toList());
        List<Word> actual = words(own.stream().map(Block::getText).toList());
        int[] partner = aligned(expected, actual);
        long bordersRight = 0;
        long kindsRight = 0;
        long inOrder = 0;
        int same = 0;
        int all = 0;
        for (int i = 0; i < partner.length; i++) {
            int block = expected.get(i).block();
            boolean ends = i + 1 == partner.length || expected.get(i + 1).block() != block;
            all++;
            if (partner[i] >= 0) {
                inOrder++;
                int other = actual.get(partner[i]).block();
                boolean otherEnds = partner[i] + 1 == actual.size()
                        || actual.get(partner[i] + 1).block() != other;
                bordersRight += ends && otherEnds ? 1 : 0;
                same += own.get(other)
                                .getKind()
                                .name()
                                .endsWith(known.blocks().get(block).kind().name())
                        ? 1
                        : 0;
            }
            if (ends) {
                kindsRight += same * 2 > all ? 1 : 0;
                same = 0;
                all = 0;
            }
        }
        long found = common(expected, actual);
        return new ExtractionQuality(
                expected.size(),
                found,
                inOrder,
                actual.size() - found,
                known.blocks().size(),
                own.size(),
                bordersRight,
                known.blocks().size(),
                kindsRight);
    }

    private static List<Word> words(List<String> blocks) {
        List<Word> words = new ArrayList<>();
        for (int block = 0; block < blocks.size(); block++) {
            for (String word : blocks.get(block).split("\\s+")) {
                if (!word.isEmpty() && !word.equals("/")) {
                    words.add(new Word(word, block));
                }
            }
        }
        return words;
    }

    private static long common(List<Word> expected, List<Word> actual) {
        Map<String, Integer> counts = new HashMap<>();
        actual.forEach(word -> counts.merge(word.text(), 1, Integer::sum));
        return expected.stream()
                .filter(word -> counts.merge(word.text(), -1, Integer::sum) >= 0)
                .count();
    }

    /** For each expected word the place of the read word that stands for it, or -1. */
    private static int[] aligned(List<Word> expected, List<Word> actual) {
        int[][] longest = new int[expected.size() + 1][actual.size() + 1];
        for (int i = expected.size() - 1; i >= 0; i--) {
            for (int k = actual.size() - 1; k >= 0; k--) {
                longest[i][k] = expected.get(i).text().equals(actual.get(k).text())
                        ? longest[i + 1][k + 1] + 1
                        : Math.max(longest[i + 1][k], longest[i][k + 1]);
            }
        }
        int[] partner = new int[expected.size()];
        java.util.Arrays.fill(partner, -1);
        int i = 0;
        int k = 0;
        while (i < expected.size() && k < actual.size()) {
            if (expected.get(i).text().equals(actual.get(k).text())) {
                partner[i++] = k++;
            } else if (longest[i + 1][k] >= longest[i][k + 1]) {
                i++;
            } else {
                k++;
            }
        }
        return partner;
    }

    ExtractionQuality plus(ExtractionQuality other) {
        return new ExtractionQuality(
                words + other.words,
                found + other.found,
                inOrder + other.inOrder,
                extra + other.extra,
                borders + other.borders,
                bordersRead + other.bordersRead,
                bordersRight + other.bordersRight,
                blocks + other.blocks,
                kindsRight + other.kindsRight);
    }

    double recall() {
        return (double) found / words;
    }

    double precision() {
        return (double) found / (found + extra);
    }

    double order() {
        return (double) inOrder / found;
    }

    double borderF1() {
        return 2.0 * bordersRight / (borders + bordersRead);
    }

    double kinds() {
        return (double) kindsRight / blocks;
    }

    String row(String name) {
        return String.format(
                java.util.Locale.ROOT,
                "| %s | %.4f | %.4f | %.4f | %.4f | %.4f |",
                name,
                recall(),
                precision(),
                borderF1(),
                order(),
                kinds());
    }
}
