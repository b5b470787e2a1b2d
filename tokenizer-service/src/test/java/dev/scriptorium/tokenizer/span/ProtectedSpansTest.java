package dev.scriptorium.tokenizer.span;

import static dev.scriptorium.proto.document.v1.ProtectedSpan.Kind.KIND_CODE;
import static dev.scriptorium.proto.document.v1.ProtectedSpan.Kind.KIND_EMAIL;
import static dev.scriptorium.proto.document.v1.ProtectedSpan.Kind.KIND_NUMBER;
import static dev.scriptorium.proto.document.v1.ProtectedSpan.Kind.KIND_PLACEHOLDER;
import static dev.scriptorium.proto.document.v1.ProtectedSpan.Kind.KIND_URL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.proto.document.v1.ProtectedSpan.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProtectedSpansTest {

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(
                        KIND_PLACEHOLDER,
                        "Hi {name}, {0} of {1,number,#.##}: {{ user.name }} paid ${sum} by %s, %1$d, %-5.2f or %(who)s.",
                        List.of(
                                "{name}",
                                "{0}",
                                "{1,number,#.##}",
                                "{{ user.name }}",
                                "${sum}",
                                "%s",
                                "%1$d",
                                "%-5.2f",
                                "%(who)s")),
                Arguments.of(
                        KIND_PLACEHOLDER,
                        "Ein <b>fettes</b> Wort,<br/> <a href=\"x\">hier</a> und <s> </s> <unk>",
                        List.of("<b>", "</b>", "<br/>", "<a href=\"x\">", "</a>", "<s>", "</s>", "<unk>")),
                Arguments.of(KIND_CODE, "Call `list.add(1)` twice, not `` nor `open", List.of("`list.add(1)`")),
                Arguments.of(
                        KIND_URL,
                        "See https://example.org/a_(b)?c=1, (http://x.example/y). Or www.example.com! HTTPS://EXAMPLE.ORG",
                        List.of(
                                "https://example.org/a_(b)?c=1",
                                "http://x.example/y",
                                "www.example.com",
                                "HTTPS://EXAMPLE.ORG")),
                Arguments.of(
                        KIND_EMAIL,
                        "Mail 24jane.doe+x@mail.example.com. Not @home or a@b.",
                        List.of("24jane.doe+x@mail.example.com")),
                Arguments.of(
                        KIND_NUMBER,
                        "Am 03.10.2024 um 12:30 kosteten 5 Stück 1'000,50 oder 12.5 % mehr, ٣٤ auch.",
                        List.of("03.10.2024", "12:30", "5", "1'000,50", "12.5", "٣٤")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void protects(Kind kind, String text, List<String> expected) {
        assertThat(found(text, kind)).containsExactlyElementsOf(expected);
    }

    @Test
    void leavesWhatOnlyLooksLikeIt() {
        assertThat(ProtectedSpans.find("100% sure, a < b > c, {not closed, {two words}, {}, $5x, B2B, utf8, the 3rd"))
                .allSatisfy(span -> assertThat(span.getKind()).isEqualTo(KIND_NUMBER))
                .hasSize(1);
    }

    @Test
    void isInOrderWithoutOverlap() {
        String text = "5 {0}https://a.example/{id}?m=x@y.example,7 `a@b.example` <a href='http://b.example'>1</a>";

        int end = 0;
        for (var span : ProtectedSpans.find(text)) {
            assertThat(span.getStart()).isGreaterThanOrEqualTo(end);
            assertThat(span.getEnd()).isGreaterThan(span.getStart()).isLessThanOrEqualTo(text.length());
            end = span.getEnd();
        }
    }

    private static List<String> found(String text, Kind kind) {
        return ProtectedSpans.find(text).stream()
                .filter(span -> span.getKind() == kind)
                .map(span -> text.substring(span.getStart(), span.getEnd()))
                .toList();
    }
}
