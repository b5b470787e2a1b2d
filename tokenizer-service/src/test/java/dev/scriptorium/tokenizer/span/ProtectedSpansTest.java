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

    static Stream<Arguments> syntax() {
        return Stream.of(
                Arguments.of("The value is %5.2f%%, %-10s or %lld.", List.of("%5.2f", "%%", "%-10s", "%lld")),
                Arguments.of("%1$s of %2$03d and %<count>d", List.of("%1$s", "%2$03d", "%<count>d")),
                Arguments.of(
                        "{0, plural, one {# file} other {# files}} deleted.",
                        List.of("{0, plural, one {", "#", "} other {", "#", "}}")),
                Arguments.of(
                        "{who, select, female {Sie hat} other {Er hat {n} Äpfel}}",
                        List.of("{who, select, female {", "} other {", "{n}", "}}")),
                Arguments.of(
                        "{% if user %}Welcome{% endif %}{# note #} {{ x | date:'short' }} {{{raw}}}",
                        List.of("{% if user %}", "{% endif %}", "{# note #}", "{{ x | date:'short' }}", "{{{raw}}}")),
                Arguments.of(
                        "Use ${user.name ?? 'guest'}, #{name}, %{count}, $name and $t(key.other).",
                        List.of("${user.name ?? 'guest'}", "#{name}", "%{count}", "$name", "$t(key.other)")),
                Arguments.of("Dear [[name]], select {user name} or {}.", List.of("[[name]]", "{user name}", "{}")),
                Arguments.of("Use &nbsp; and &#39; or &#x27; &amp; co.", List.of("&nbsp;", "&#39;", "&#x27;", "&amp;")),
                Arguments.of("Select &lt;b&gt; and &lt;br /&gt;.", List.of("&lt;b&gt;", "&lt;br /&gt;")),
                Arguments.of(
                        "<!-- do not\ntranslate --> Hello <%= user %> <?php echo 1 ?>",
                        List.of("<!-- do not\ntranslate -->", "<%= user %>", "<?php echo 1 ?>")),
                Arguments.of("Colours #FF00AA, #0f0 and #11223344.", List.of("#FF00AA", "#0f0", "#11223344")),
                Arguments.of("Hi :name, :count_all items :tada:", List.of(":name", ":count_all", ":tada:")),
                Arguments.of("Term[^1] and ~~old~~ **new** text.", List.of("[^1]", "~~", "~~", "**", "**")),
                Arguments.of(
                        "[Talk]({{site.github}}/discussions) or ![plan](img/a_(1).png \"Plan\").",
                        List.of("[", "]({{site.github}}/discussions)", "![", "](img/a_(1).png \"Plan\")")));
    }

    @ParameterizedTest
    @MethodSource("syntax")
    void protectsTheSyntaxOfTemplatesAndMarkup(String text, List<String> expected) {
        assertThat(found(text, KIND_PLACEHOLDER)).containsExactlyElementsOf(expected);
    }

    @Test
    void protectsNamesAndStretchesOfCode() {
        assertThat(found("Set FOO_BAR, foo_bar_2 and __init__, then call list.add().", KIND_CODE))
                .containsExactly("FOO_BAR", "foo_bar_2", "__init__", "list.add()");
        assertThat(found("<script>alert('hello world');</script> ends", KIND_CODE))
                .containsExactly("<script>alert('hello world');</script>");
        assertThat(found("See data:image/png;base64,iVBORw0KGgo= there", KIND_URL))
                .containsExactly("data:image/png;base64,iVBORw0KGgo=");
        assertThat(found("Mail first_name.last@example.org", KIND_CODE)).isEmpty();
    }

    @Test
    void leavesWhatOnlyLooksLikeIt() {
        assertThat(ProtectedSpans.find("100% sure, a < b > c, {not closed, {now all of this is prose}, $5x, B2B, utf8,"
                        + " the 3rd, a & b; c, at 5:30pm, Note: this, [a] (b), 2 ** 3, #hashtag, AT&T"))
                .allSatisfy(span -> assertThat(span.getKind()).isEqualTo(KIND_NUMBER))
                .hasSize(3);
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
