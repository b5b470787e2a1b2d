package dev.scriptorium.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.Window;
import dev.scriptorium.tokenizer.encoding.NoEncoder;
import dev.scriptorium.tokenizer.encoding.TinyTokenizer;
import dev.scriptorium.tokenizer.encoding.TokenEncoder;
import dev.scriptorium.tokenizer.encoding.WindowPlanner;
import dev.scriptorium.tokenizer.language.LanguageDetector;
import dev.scriptorium.tokenizer.sentence.SentenceSplitter;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmenterTest {

    private static final Set<String> SERVED = Set.of("en", "de", "fr", "es");
    private static final LanguageDetector LANGUAGES = new LanguageDetector(SERVED, Set.of("it", "pt", "fi"));
    private static final SentenceSplitter SPLITTER = new SentenceSplitter();
    private static final List<String> SCRAPS = List.of(
            "Der Vertrag gilt z. B. bis zum 31.12.2025. ",
            "Dr. Who? ",
            "см. рис. 3. ",
            "市議会は承認した。",
            "👨‍👩‍👧‍👦",
            "e\u0301",
            "\0",
            "\u202E",
            "\n",
            "\n\n",
            " ",
            "\t",
            "\uD800",
            "\uDC00",
            "{0}",
            "https://example.org/x?y=1.2 ",
            "<b>",
            "`",
            "%s",
            "1.000,50 ",
            "word ",
            "antidisestablishmentarianism",
            "...",
            "!?",
            "\u00A0",
            "\u2028",
            "ไม่มีช่องว่าง",
            "a.b@c.example ");

    @TempDir
    private static Path folder;

    private static TokenEncoder encoder;

    @BeforeAll
    static void loadTheTokenizer() {
        encoder = TokenEncoder.load(TinyTokenizer.write(folder));
    }

    @AfterAll
    static void closeTheTokenizer() {
        encoder.close();
    }

    @Test
    void dividesARealTextAndTellsItsLanguages() {
        String text = """
                Annual report

                Dr. Brown said that the results were better than expected. Revenue rose by 12.5 percent.
                The board thanks all of those who have made this possible.

                Der Vorstand dankt allen, die daran mitgewirkt haben, z. B. den Kunden. Das ist erfreulich.

                取締役会は予算を承認した。
                """;

        SegmentedText segmented = segmenter(1000, encoder).segment(TextBlock.ofPlainText(text), "");

        assertThat(segmented.segments())
                .extracting(Segment::getText)
                .containsExactly(
                        "Annual report",
                        "Dr. Brown said that the results were better than expected.",
                        "Revenue rose by 12.5 percent.",
                        "The board thanks all of those who have made this possible.",
                        "Der Vorstand dankt allen, die daran mitgewirkt haben, z. B. den Kunden.",
                        "Das ist erfreulich.",
                        "取締役会は予算を承認した。");
        assertThat(segmented.segments())
                .extracting(Segment::getLanguage)
                .containsExactly("en", "en", "en", "en", "de", "de", "");
        assertThat(segmented.segments()).extracting(Segment::getBlockIndex).containsExactly(0, 1, 1, 1, 2, 2, 3);
        assertThat(segmented.segments()).extracting(Segment::getIndex).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(together(segmented)).isEqualTo(text);
    }

    @Test
    void stopsBeforeTheNextBlockOnceNobodyWaits() {
        AtomicInteger blocks = new AtomicInteger();
        Runnable endsAtTheSecond = () -> {
            if (blocks.incrementAndGet() == 3) {
                throw new FailureException(FailureCode.CANCELLED, "The call was cancelled");
            }
        };

        assertThatThrownBy(() -> segmenter(1000, encoder)
                        .segment(TextBlock.ofPlainText("One.\n\nTwo.\n\nThree.\n\nFour."), "", endsAtTheSecond))
                .isInstanceOf(FailureException.class);
        assertThat(blocks).hasValue(3);
    }

    @ParameterizedTest
    @CsvSource({"es, es", "EN-us, en", "de_DE, de", "it, it"})
    void takesTheDeclaredLanguageWhateverTheTextIsIn(String declared, String language) {
        SegmentedText segmented = segmenter(1000, encoder)
                .segment(TextBlock.ofPlainText("This is what the report says.\n\n42"), declared);

        assertThat(segmented.language()).isEqualTo(language);
        assertThat(segmented.segments()).extracting(Segment::getLanguage).containsOnly(language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xx", "english", "e", "1"})
    void refusesADeclaredLanguageThatIsNone(String declared) {
        assertThatThrownBy(() -> segmenter(1000, encoder).segment(TextBlock.ofPlainText("A text."), declared))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.BAD_REQUEST))
                .hasMessageContaining("it is " + declared);
    }

    @Test
    void saysThatALanguageIsNotDetermined() {
        SegmentedText segmented = segmenter(1000, encoder).segment(TextBlock.ofPlainText("42 kg, 17 cm"), "");

        assertThat(segmented.language()).isEmpty();
        assertThat(segmented.segments()).extracting(Segment::getLanguage).containsOnly("");
    }

    /** A record as patent offices write them: codes in front, text in lines. */
    @Test
    void tellsTheLanguageOfADocumentOfManyShortLines() {
        String text = """
                PATN

                WKU  0123456789

                SRC  7

                TTL  Yarn winding apparatus

                INVT

                NAM  Hale; Joan

                CTY  Utrecht

                ABST

                PAL  An apparatus for winding yarn has a spindle driven by a belt and a tension arm that bears upon said yarn.

                CLMS

                STM  What is claimed is:

                NUM  1.

                PAR  A winding apparatus comprising a frame, a spindle and drive means.
                """;

        SegmentedText segmented = segmenter(1000, encoder).segment(TextBlock.ofPlainText(text), "");

        assertThat(segmented.language()).isEqualTo("en");
        assertThat(segmented.segments()).extracting(Segment::getLanguage).containsOnly("en");
    }

    @Test
    void cutsASentenceThatNoModelTakesAndSaysSo() {
        List<Segment> segments = segmenter(1000, encoder)
                .segment(TextBlock.ofPlainText("abcdefghi ".repeat(40).strip()), "en")
                .segments();

        assertThat(segments).hasSizeGreaterThan(4).allSatisfy(segment -> {
            assertThat(segment.getCut()).isTrue();
            assertThat(segment.getText()).matches("(abcdefghi ?)+");
        });
    }

    @Test
    void dividesWithoutIdsWhereNoEncoderIsInstalled() {
        SegmentedText segmented = segmenter(1000, new NoEncoder())
                .segment(TextBlock.ofPlainText("This is the first one. And this is the second."), "");

        assertThat(segmented.segments()).hasSize(2);
        assertThat(segmented.encodings()).isEmpty();
        assertThat(segmented.windows())
                .singleElement()
                .satisfies(window -> assertThat(window.getTokenCount()).isPositive());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void losesNothingOfAnyText(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            int limit = 16 + random.nextInt(200);
            String text = scraps(random);

            SegmentedText segmented = segmenter(limit, encoder).segment(TextBlock.ofPlainText(text), "de");

            String as = "seed " + seed + ", round " + round;
            String whole = together(segmented);
            assertThat(text).as(as).endsWith(whole);
            assertThat(text.substring(0, text.length() - whole.length()).chars())
                    .as(as)
                    .noneMatch(Character::isLetterOrDigit);
            assertThat(segmented.segments()).as(as).allSatisfy(segment -> {
                assertThat(segment.getText().length()).isBetween(1, limit);
                assertThat(segment.getText()).isNotBlank();
                assertSpansAreInside(segment);
            });
            assertThat(segmented.encodings().getFirst().getSegmentsList())
                    .as(as)
                    .hasSameSizeAs(segmented.segments())
                    .allSatisfy(ids -> assertThat(ids.getIdsCount()).isBetween(2, 64));
            assertThat(segmented.windows().stream()
                            .mapToInt(Window::getSegmentCount)
                            .sum())
                    .as(as)
                    .isEqualTo(segmented.segments().size());
            assertThat(segmented.windows())
                    .as(as)
                    .allSatisfy(window -> assertThat(window.getTokenCount()).isLessThanOrEqualTo(128));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void cutsInsideNoCharacterAsPeopleSeeIt(long seed) {
        Random random = new Random(seed);
        BreakIterator clusters = BreakIterator.getCharacterInstance(ULocale.ROOT);
        String text = random.ints(300, 0, 4)
                .mapToObj(i -> List.of("👨‍👩‍👧‍👦", "e\u0301", "नि", "x").get(i))
                .reduce("", String::concat);
        clusters.setText(text);

        int at = 0;
        for (Segment segment :
                segmenter(40, encoder).segment(TextBlock.ofPlainText(text), "").segments()) {
            assertThat(clusters.isBoundary(at))
                    .as("seed %d, offset %d", seed, at)
                    .isTrue();
            at += segment.getText().length() + segment.getSeparator().length();
        }
        assertThat(at).isEqualTo(text.length());
    }

    private static void assertSpansAreInside(Segment segment) {
        int end = 0;
        for (ProtectedSpan span : segment.getProtectedSpansList()) {
            assertThat(span.getStart()).isGreaterThanOrEqualTo(end);
            assertThat(span.getEnd())
                    .isGreaterThan(span.getStart())
                    .isLessThanOrEqualTo(segment.getText().length());
            end = span.getEnd();
        }
    }

    private static String scraps(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(80); i >= 0; i--) {
            text.append(SCRAPS.get(random.nextInt(SCRAPS.size())));
        }
        return text.toString();
    }

    private static String together(SegmentedText segmented) {
        StringBuilder text = new StringBuilder();
        segmented.segments().forEach(segment -> text.append(segment.getText()).append(segment.getSeparator()));
        return text.toString();
    }

    private static Segmenter segmenter(int characters, TokenEncoder encoder) {
        return new Segmenter(
                LANGUAGES, SPLITTER, new SegmentLimits(characters, 512), new WindowPlanner(128, 16), encoder);
    }
}
