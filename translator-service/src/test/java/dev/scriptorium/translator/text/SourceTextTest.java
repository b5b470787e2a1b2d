package dev.scriptorium.translator.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.translator.Texts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTextTest {

    static Stream<Arguments> frames() {
        return Stream.of(
                Arguments.of("Hello world.", "", "Hello world.", ""),
                Arguments.of("  Hello world. \n", "  ", "Hello world.", " \n"),
                Arguments.of("• First point", "• ", "First point", ""),
                Arguments.of("## Heading", "## ", "Heading", ""),
                Arguments.of("- 3 - 2 is one", "- ", "3 - 2 is one", ""),
                Arguments.of("-5 degrees", "", "-5 degrees", ""),
                Arguments.of("*bold* words", "", "*bold* words", ""),
                Arguments.of(" \t ", " \t ", "", ""));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void setsTheFrameAside(String text, String prefix, String core, String suffix) {
        SourceText source = SourceText.of(text, List.of());

        assertThat(source.prefix()).isEqualTo(prefix);
        assertThat(source.core()).isEqualTo(core);
        assertThat(source.suffix()).isEqualTo(suffix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/page",
                "12.5",
                "--- * ---",
                "{name}",
                "info@example.org, 12",
                "",
                "\u0007\u0000"
            })
    void hasNoWordsWhereNothingIsToBeTranslated(String text) {
        assertThat(source(text).hasWords()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"See https://example.org/page", "12.5 kg", "数据", "{name} wrote:"})
    void hasWordsAroundSpans(String text) {
        assertThat(source(text).hasWords()).isTrue();
    }

    @Test
    void movesSpansWithTheFrameAndDropsWhatDoesNotFit() {
        SourceText source =
                SourceText.of("• See {0} now", List.of(span(6, 9), span(7, 9), span(0, 1), span(11, 99), span(5, 5)));

        assertThat(source.spans()).containsExactly(span(4, 7));
        assertThat(source.outside(span -> true)).isEqualTo("See   now");
    }

    @Test
    void givesAModelOneLine() {
        assertThat(source("A line\n that goes\t on. ").line()).isEqualTo("A line that goes on.");
    }

    @Test
    void hidesSpansAndPutsThemBack() {
        SourceText source = source("Dear {name}, see https://example.org/a or write to info@example.org by 12.");

        Masked masked = Masked.of(source, SourceText::copied, "en", "de");

        assertThat(masked.line()).isEqualTo("Dear {0}, see {1} or write to {2} by 12.");
        assertThat(masked.restore("Schreiben Sie bis 12. an {2} oder siehe { 1 }, {0}."))
                .isEqualTo("Schreiben Sie bis 12. an info@example.org oder siehe https://example.org/a, {name}.");
        assertThat(masked.restore("{7} $1")).isEqualTo("{7} $1");
    }

    @Test
    void keepsPlaceholdersOfTheSameFormApart() {
        SourceText source = source("{1} of {0}");

        Masked masked = Masked.of(source, span -> true, "en", "de");

        assertThat(masked.line()).isEqualTo("{0} of {1}");
        assertThat(masked.restore("{0} von {1}")).isEqualTo("{1} von {0}");
    }

    private static SourceText source(String text) {
        return SourceText.of(text, Texts.segment(0, "en", text).getProtectedSpansList());
    }

    private static ProtectedSpan span(int start, int end) {
        return ProtectedSpan.newBuilder().setStart(start).setEnd(end).build();
    }
}
