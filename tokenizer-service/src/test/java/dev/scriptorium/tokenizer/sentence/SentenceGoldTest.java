package dev.scriptorium.tokenizer.sentence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.tokenizer.span.ProtectedSpans;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sentences whose borders a person set, in English, German, French and Spanish. */
class SentenceGoldTest {

    private static final SentenceSplitter SPLITTER = new SentenceSplitter();
    private static final String BORDER = "‖";

    private record Gold(String kind, String language, List<String> sentences, String text) {

        static Gold of(String kind, String language, String marked) {
            String text = marked.replace("\\n", "\n");
            List<String> sentences =
                    Stream.of(text.split(BORDER)).map(String::strip).toList();
            // A border stands for the space that is not written twice, or follows a line break.
            return new Gold(
                    kind, language, sentences, text.replace("\n" + BORDER, "\n").replace(BORDER, " "));
        }

        @Override
        public String toString() {
            return kind + ", " + language + ": " + text;
        }
    }

    /** Borders within the texts: right ones, those that are none, those that were missed. */
    private record Score(int right, int wrong, int missed) {

        Score plus(Score other) {
            return new Score(right + other.right, wrong + other.wrong, missed + other.missed);
        }

        double f1() {
            return right == 0 && wrong + missed == 0 ? 1 : 2.0 * right / (2 * right + wrong + missed);
        }
    }

    static List<Gold> hardCases() {
        return read("hard-cases.tsv").stream()
                .map(fields -> Gold.of(fields[0], fields[1], fields[2]))
                .toList();
    }

    private static List<Gold> heldOut() {
        return read("held-out.tsv").stream()
                .map(fields -> Gold.of("held out", fields[1], fields[2]))
                .toList();
    }

    private static List<Gold> ordinary() {
        return read("ordinary.tsv").stream()
                .map(fields -> Gold.of("ordinary", fields[0], fields[1]))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("hardCases")
    void dividesAHardCaseAsAPersonDoes(Gold gold) {
        assertThat(split(gold)).isEqualTo(gold.sentences());
    }

    @Test
    void dividesOrdinaryTextAsAPersonDoes() {
        assertThat(ordinary().stream().mapToInt(gold -> gold.sentences().size()).sum())
                .isEqualTo(200);
        assertThat(ordinary()).allSatisfy(gold -> assertThat(split(gold)).isEqualTo(gold.sentences()));
    }

    /** Nobody looked at these when the rules were made. The rest are real doubts: "am 30. Weitere", "“Run!” The dog". */
    @Test
    void meetsTheBordersOfCasesThatTheRulesWereNotMadeFor() {
        List<String> different = new ArrayList<>();
        for (Gold gold : heldOut()) {
            if (!split(gold).equals(gold.sentences())) {
                different.add(gold + " -> " + split(gold));
            }
        }

        assertThat(total(heldOut()).f1()).as("%s", different).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void reportsTheScoreOfEachKind() {
        Map<String, Score> scores = new TreeMap<>();
        Stream.of(hardCases(), heldOut(), ordinary())
                .flatMap(List::stream)
                .forEach(gold -> scores.merge(gold.kind(), score(gold), Score::plus));
        System.out.printf(
                "Sentence borders: F1 of hard cases %.4f%n", total(hardCases()).f1());
        scores.forEach((kind, score) -> System.out.printf("  %-12s F1 %.4f %s%n", kind, score.f1(), score));

        assertThat(total(hardCases()).f1()).isEqualTo(1);
    }

    private static Score total(List<Gold> set) {
        return set.stream().map(SentenceGoldTest::score).reduce(new Score(0, 0, 0), Score::plus);
    }

    private static Score score(Gold gold) {
        Set<Integer> expected = borders(gold.sentences());
        Set<Integer> found = borders(split(gold));
        int right = (int) found.stream().filter(expected::contains).count();
        return new Score(right, found.size() - right, expected.size() - right);
    }

    /** Each border as the number of characters before it that are not white space. */
    private static Set<Integer> borders(List<String> sentences) {
        Set<Integer> borders = new TreeSet<>();
        int characters = 0;
        for (String sentence : sentences.subList(0, sentences.size() - 1)) {
            characters += sentence.replaceAll("\\s", "").length();
            borders.add(characters);
        }
        return borders;
    }

    private static List<String> split(Gold gold) {
        List<ProtectedSpan> spans = ProtectedSpans.find(gold.text());
        List<TextRange> ranges = SPLITTER.split(
                gold.text(),
                gold.language(),
                offset -> spans.stream().anyMatch(span -> span.getStart() < offset && offset < span.getEnd()));
        return ranges.stream()
                .map(range -> gold.text().substring(range.start(), range.end()))
                .toList();
    }

    private static List<String[]> read(String file) {
        try (InputStream in = SentenceGoldTest.class.getResourceAsStream(file)) {
            return new ArrayList<>(Arrays.asList(new String(in.readAllBytes(), UTF_8).split("\n")))
                    .stream()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> line.split("\t"))
                            .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
