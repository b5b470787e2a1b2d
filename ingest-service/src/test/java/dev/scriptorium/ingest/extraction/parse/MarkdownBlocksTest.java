package dev.scriptorium.ingest.extraction.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownBlocksTest {

    @Test
    void readsBothKindsOfHeadings() {
        assertThat(lines("""
                Title
                =====
                # One #
                ## Two
                Sub
                ---
                text
                """))
                .containsExactly("HEADING Title", "HEADING One", "HEADING Two", "HEADING Sub", "PARAGRAPH text");
    }

    @Test
    void joinsTheLinesOfAParagraph() {
        assertThat(lines("one\ntwo\n\nthree")).containsExactly("PARAGRAPH one two", "PARAGRAPH three");
    }

    @Test
    void readsListItemsWithoutTheirMarks() {
        assertThat(lines("""
                - first
                  goes on
                * second
                1. third
                    - [x] nested and done

                after
                """))
                .containsExactly(
                        "LIST_ITEM first goes on",
                        "LIST_ITEM second",
                        "LIST_ITEM third",
                        "LIST_ITEM nested and done",
                        "PARAGRAPH after");
    }

    @Test
    void keepsCodeAsItIs() {
        assertThat(lines("""
                before
                ```java
                # no heading
                  int a;

                ```
                after

                    indented

                ~~~
                open to the end
                """))
                .containsExactly(
                        "PARAGRAPH before",
                        "CODE # no heading\n  int a;",
                        "PARAGRAPH after",
                        "CODE indented",
                        "CODE open to the end");
    }

    @Test
    void readsTablesByCells() {
        assertThat(lines("""
                | a | b |
                |:--|--:|
                | 1 | x \\| y |

                text
                """))
                .containsExactly(
                        "TABLE_CELL [table 1, row 1, column 1] a",
                        "TABLE_CELL [table 1, row 1, column 2] b",
                        "TABLE_CELL [table 1, row 2, column 1] 1",
                        "TABLE_CELL [table 1, row 2, column 2] x | y",
                        "PARAGRAPH text");
    }

    @Test
    void dropsRulesQuoteMarksAndFrontMatter() {
        assertThat(lines("---\ntitle: x\n---\n\n> quoted\n> text\n\n***\n\nend"))
                .containsExactly("PARAGRAPH quoted text", "PARAGRAPH end");
    }

    @Test
    void readsTheTextOfLinksAndKeepsTheMarksOfCodeOnly() {
        assertThat(lines("See **this** [page](https://example.com), ![the plan](plan.png) and `code`."))
                .containsExactly("PARAGRAPH See this page, the plan and `code`.");
    }

    @Test
    void leavesOutCommentsTagsEntitiesAndDefinitions() {
        assertThat(lines("""
                <!-- ## a secret
                heading -->
                Bread &amp; butter &copy; <b>fresh</b>[^1], see [the list][l].

                [l]: https://example.com/list "The list"

                [^1]: On Mondays.

                <p align="center">A <em>centred</em> line.</p>
                """))
                .containsExactly(
                        "PARAGRAPH Bread & butter © fresh, see the list.",
                        "PARAGRAPH On Mondays.",
                        "PARAGRAPH A centred line.");
    }

    @Test
    void keepsTheParagraphsOfAListItemInTheList() {
        assertThat(lines("1. Bestellen.\n\n    Der Lieferant braucht zwei Wochen.\n\n2. Bauen.\n"))
                .containsExactly(
                        "LIST_ITEM Bestellen.", "LIST_ITEM Der Lieferant braucht zwei Wochen.", "LIST_ITEM Bauen.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12. März 2026", "4. The buyer pays.\n5. The seller delivers.", "1. Mai 2026"})
    void keepsNumbersThatCountNothing(String text) {
        assertThat(String.join("\n", lines(text))).isEqualTo("PARAGRAPH " + text.replace("\n", "\nPARAGRAPH "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "|-", "> ", "* ", "-", "_ ", " ", "|", "`", "- [ ] ", "# #", "1"})
    @Timeout(60)
    void isNotHeldUpByLinesThatAreMeantTo(String piece) {
        String line = piece.repeat(1_990 / piece.length());
        String hostile = (line + "x\n" + line + "\n" + "|" + " ".repeat(1_000) + "x\n").repeat(60);

        assertThat(lines(hostile + "\n\n# end")).last().asString().isIn("HEADING end", "CODE # end");
    }

    private static List<String> lines(String markdown) {
        ParsedDocument parsed = new ParsedDocument(DocumentFormat.MARKDOWN, new ArrayList<>());
        assertThat(PlainTextParser.read(
                        markdown.getBytes(StandardCharsets.UTF_8),
                        "a.md",
                        "",
                        new PartWriter(ParsedDocument.LIMITS, parsed.parts()::add)))
                .contains(DocumentFormat.MARKDOWN);
        return parsed.lines();
    }
}
