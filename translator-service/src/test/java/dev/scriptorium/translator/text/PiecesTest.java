package dev.scriptorium.translator.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.text.WordAlignment;
import dev.scriptorium.proto.document.v1.ProtectedSpan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {

    @Test
    void whatHasWordsBetweenSpansIsApart() {
        Pieces pieces = pieces("Send {name} to https://example.org, please.", "{name}", "https://example.org");

        assertThat(pieces.texts()).containsExactly("Send", "to", "please");
        assertThat(pieces.frames()).containsExactly("", " {name} ", " https://example.org, ", ".");
        assertThat(joined(pieces, List.of("Sende", "an", "bitte")))
                .isEqualTo("Sende {name} an https://example.org, bitte.");
    }

    @Test
    void spansWithoutWordsBetweenThemStayTogether() {
        Pieces pieces = pieces("{a} - {b}: the total", "{a}", "{b}");

        assertThat(pieces.texts()).containsExactly("the total");
        assertThat(pieces.frames()).containsExactly("{a} - {b}: ", "");
    }

    @Test
    void aMarkBelongsToTheLetterBeforeIt() {
        Pieces pieces = pieces("cafe\u0301 {a}", "{a}");

        assertThat(pieces.texts()).containsExactly("cafe\u0301");
        assertThat(joined(pieces, List.of("café"))).isEqualTo("café {a}");
    }

    @Test
    void joinedUnchangedTheyAreTheText() {
        String text = "¿Cuándo (si {name} puede) vence 12,5 % — o {0}?";
        Pieces pieces = pieces(text, "{name}", "12,5", "{0}");

        assertThat(joined(pieces, pieces.texts())).isEqualTo(text);
    }

    @Test
    void aTextThatIsTooLongIsCutAtWhiteSpace() {
        Pieces pieces = Pieces.of(SourceText.of("one two three four", List.of()), "en", "de", 8);

        assertThat(pieces.texts()).containsExactly("one two", "three", "four");
        assertThat(joined(pieces, pieces.texts())).isEqualTo("one two three four");
    }

    @Test
    void theAlignmentsOfTheTextsBecomeThatOfTheWhole() {
        Pieces pieces = pieces("Send {name} the big file.", "{name}");

        WordLinks.Aligned whole = pieces.join(
                List.of("Sende", "Datei große die"),
                List.of(WordAlignment.parse("0-0"), WordAlignment.parse("2-0 1-1 0-2")));

        assertThat(whole.source()).isEqualTo("Send {name} the big file.");
        assertThat(whole.target()).isEqualTo("Sende {name} Datei große die.");
        assertThat(whole.alignment()).hasToString("0-0 1-1 4-2 3-3 2-4");
    }

    private static String joined(Pieces pieces, List<String> translated) {
        return pieces.join(translated, Collections.nCopies(translated.size(), WordAlignment.NONE))
                .target();
    }

    private static Pieces pieces(String text, String... spans) {
        List<ProtectedSpan> found = new ArrayList<>();
        for (String span : spans) {
            int start = text.indexOf(span);
            found.add(ProtectedSpan.newBuilder()
                    .setStart(start)
                    .setEnd(start + span.length())
                    .setKind(ProtectedSpan.Kind.KIND_PLACEHOLDER)
                    .build());
        }
        return Pieces.of(SourceText.of(text, found), "en", "en");
    }
}
