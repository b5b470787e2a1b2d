package dev.scriptorium.summarizer.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.Window;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidatesTest {

    @Test
    void takesSentencesOfRunningTextOnly() {
        Candidates candidates = Candidates.of(
                segments(
                        "HEADING:Results of the year that lies behind us.",
                        "PARAGRAPH:Revenue rose in all regions.",
                        "PARAGRAPH:It was the best year so far.",
                        "CODE:return of.the(best).year.so.far;",
                        "TABLE_CELL:This cell holds a whole sentence.",
                        "PARAGRAPH:Page 3",
                        "LIST_ITEM:We opened four new branches.",
                        "LIST_ITEM:Bread, butter"),
                List.of(window(0, 0, 2), window(1, 2, 6)),
                100);

        assertThat(candidates.sentences()).extracting(Candidate::segment).containsExactly(1, 2, 6);
        assertThat(candidates.sentences()).extracting(Candidate::window).containsExactly(0, 1, 1);
        assertThat(candidates.title()).isEqualTo("Results of the year that lies behind us.");
    }

    @Test
    void knowsWhichSentenceOpensItsBlock() {
        List<Segment> segments = new ArrayList<>();
        for (Segment segment : segments(
                "PARAGRAPH:Revenue rose in all regions.",
                "PARAGRAPH:It was the best year so far.",
                "PARAGRAPH:We opened four new branches.")) {
            segments.add(
                    segment.toBuilder().setBlockIndex(segment.getIndex() / 2).build());
        }

        assertThat(Candidates.of(segments, List.of(window(0, 0, 3)), 100).sentences())
                .extracting(Candidate::opensBlock)
                .containsExactly(true, false, true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Annual report | PARAGRAPH:ACME Ltd. | HEADING:Annual report | PARAGRAPH:Revenue rose in all regions.
            ACME Ltd.     | PARAGRAPH:ACME Ltd. | TABLE_CELL:2026       | PARAGRAPH:Revenue rose in all regions.
            ''            | CODE:x = 1;         | PARAGRAPH:Revenue rose in all regions. | HEADING:Outlook
            """)
    void takesForTitleWhatStandsAheadOfAllSentences(String title, String first, String second, String third) {
        Candidates candidates = Candidates.of(segments(first, second, third), List.of(window(0, 0, 3)), 100);

        assertThat(candidates.title()).isEqualTo(title);
    }

    @Test
    void offersFragmentsBeforeHeadingsBeforeCellsAndNeverCode() {
        Candidates candidates = Candidates.of(
                segments("HEADING:Menu", "TABLE_CELL:Soup", "CODE:x = 1", "PARAGRAPH:Open daily", "PARAGRAPH:42"),
                List.of(window(0, 0, 5)),
                100);

        assertThat(candidates.sentences()).isEmpty();
        assertThat(candidates.substitutes()).extracting(Candidate::text).containsExactly("Open daily", "Menu", "Soup");
        assertThat(candidates.withoutRanking(2)).extracting(Candidate::text).containsExactly("Menu", "Open daily");
    }

    @Test
    void takesNoMoreThanAllowed() {
        List<Segment> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.addAll(segments("PARAGRAPH:This is sentence number " + i + "."));
        }

        assertThat(Candidates.of(many, List.of(window(0, 0, 50)), 7).sentences())
                .hasSize(7);
        assertThat(Candidates.of(List.of(), List.of(), 7).withoutRanking(3)).isEmpty();
    }

    @Test
    void takesASentenceOnceWhateverItsCaseAndMarks() {
        Candidates candidates = Candidates.of(
                segments(
                        "PARAGRAPH:Revenue rose in all regions.",
                        "PARAGRAPH:It was the best year so far.",
                        "LIST_ITEM:REVENUE ROSE, IN ALL REGIONS!",
                        "PARAGRAPH:Revenue rose in all regions."),
                List.of(window(0, 0, 4)),
                100);

        assertThat(candidates.sentences()).extracting(Candidate::segment).containsExactly(0, 1);
        assertThat(candidates.repeated()).isEqualTo(2);
    }

    @Test
    void takesNoBoilerplateEvenWhereThereIsNothingElse() {
        List<Segment> segments = segments(
                "PARAGRAPH:Click or tap here to enter text.",
                "COMMENT:Please check this figure again.",
                "HEADING:Home and products",
                "PARAGRAPH:This page was made in the north.");
        List<Segment> marked = new ArrayList<>(segments.subList(0, 2));
        segments.subList(2, 4)
                .forEach(
                        each -> marked.add(each.toBuilder().setBoilerplate(true).build()));

        Candidates candidates = Candidates.of(marked, List.of(window(0, 0, 4)), 100);

        assertThat(candidates.withoutRanking(4)).isEmpty();
        assertThat(candidates.title()).isEmpty();
        assertThat(candidates.boilerplate()).isEqualTo(4);
    }

    @Test
    void repeatsNoSubstitute() {
        Candidates candidates = Candidates.of(
                segments("HEADING:Menu", "HEADING:menu", "TABLE_CELL:Soup"), List.of(window(0, 0, 3)), 100);

        assertThat(candidates.withoutRanking(3)).extracting(Candidate::text).containsExactly("Menu", "Soup");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | Revenue rose by 12.5 percent.
            true  | 市議会は月曜日に年間予算を承認した。
            true  | Совет утвердил бюджет города.
            true  | وافق المجلس على الميزانية السنوية؟
            true  | a line without an end that still has eight words
            true  | He said: "It's over now."
            true  | Die Stadt und ihre Bürger haben lange auf eine neue Brücke gewartet
            false | Page 3 of 7
            false | North South East West Revenue Costs Profit Loss Total
            false | Umsatz Kosten Gewinn Verlust Q1 10.5 Q2 11.2 Q3 12.8 Q4 13.1
            false | Yes, indeed.
            false | 12 34 56 78 90 12 34 aa bb cc dd ee ff gg hh
            false | ----- ===== *****
            false | 東京都
            """)
    void knowsASentenceBySight(boolean sentence, String text) {
        assertThat(SentenceShape.of(text).isSentence()).isEqualTo(sentence);
    }

    private static List<Segment> segments(String... kindsAndTexts) {
        List<Segment> segments = new ArrayList<>();
        for (String kindAndText : kindsAndTexts) {
            int colon = kindAndText.indexOf(':');
            segments.add(Segment.newBuilder()
                    .setIndex(segments.size())
                    .setBlockKind(BlockKind.valueOf("BLOCK_KIND_" + kindAndText.substring(0, colon)))
                    .setText(kindAndText.substring(colon + 1))
                    .build());
        }
        return segments;
    }

    private static Window window(int index, int first, int count) {
        return Window.newBuilder()
                .setIndex(index)
                .setFirstSegment(first)
                .setSegmentCount(count)
                .build();
    }
}
