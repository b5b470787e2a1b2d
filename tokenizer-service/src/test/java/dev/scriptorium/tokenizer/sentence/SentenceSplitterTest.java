package dev.scriptorium.tokenizer.sentence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SentenceSplitterTest {

    private static final SentenceSplitter SPLITTER = new SentenceSplitter();

    static Stream<Arguments> texts() {
        return Stream.of(
                text("en", "Dr. Smith paid 12.5 million to Acme Inc. last year.", "He was happy!", "\"No.\"", "Why?"),
                text("en", "See Fig. 3 for details.", "Was it e.g. Mr. Brown?", "I live in the U.S.", "The end."),
                text(
                        "en",
                        "J. R. R. Tolkien spoke on Jan. 5 at 10 a.m. in Leeds.",
                        "Yahoo! was there.",
                        "Wait...",
                        "What?"),
                text("de", "Das gilt z. B. für Verträge.", "Am 3. Oktober 2024 kam Dr. Müller, d. h. der Chef."),
                text("de", "Er zahlte ca. 12,5 Mio. Euro.", "Die Firma (Nr. 5) ist groß!", "Usw. und so weiter."),
                text("de", "Er sagte: „Das ist gut.“", "Dann ging er."),
                text("fr", "M. Dupont est arrivé à 10 h.", "Mme Durand, p. ex. la directrice, est partie.", "Qui ?"),
                text("es", "El Sr. García vive en la Avda. de la Paz.", "¿Qué pasa?", "¡Nada!", "Costó 12.5 euros."),
                text("", "هذا نص قصير.", "وهذا آخر؟", "نعم."),
                text("ru", "Совет утвердил бюджет.", "Против были т. е. голосовали трое."));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void endsSentencesWhereTheyEnd(String language, List<String> sentences) {
        assertThat(split(String.join(" ", sentences), language)).containsExactlyElementsOf(sentences);
    }

    @Test
    void needsNoSpacesBetweenSentences() {
        assertThat(split("市議会は予算を承認した。反対は三人だった！はい。", "")).containsExactly("市議会は予算を承認した。", "反対は三人だった！", "はい。");
    }

    @Test
    void keepsASentenceTogetherThatIsWrappedAtAWidth() {
        String mail =
                "This is a wrapped paragraph of an\ne-mail that goes on over several\r\nlines. It has two sentences.";

        assertThat(split(mail, "en"))
                .containsExactly(
                        "This is a wrapped paragraph of an\ne-mail that goes on over several\r\nlines.",
                        "It has two sentences.");
    }

    @Test
    void endsASentenceAtALineBreakThatIsMeant() {
        assertThat(split("1. Introduction\n2. Methods\n3. Results", "en"))
                .containsExactly("1. Introduction", "2. Methods", "3. Results");
        assertThat(split("Jane Doe\n12 Mill Lane\nYork", "en")).containsExactly("Jane Doe", "12 Mill Lane", "York");
    }

    @Test
    void breaksNowhereInsideAProtectedSpan() {
        String text = "Ask https://example.org/?q=A.B!C for more. Bye.";

        assertThat(texts(text, SPLITTER.split(text, "en", offset -> offset > 4 && offset < 33)))
                .containsExactly("Ask https://example.org/?q=A.B!C for more.", "Bye.");
    }

    @Test
    void findsNoSentenceInWhatLeavesNoMark() {
        assertThat(split("", "en")).isEmpty();
        assertThat(split(" \t\r\n\u00A0\u3000", "en")).isEmpty();
        assertThat(split("\0\0\u200B\uFEFF", "")).isEmpty();
    }

    private static List<String> split(String text, String language) {
        return texts(text, SPLITTER.split(text, language, offset -> false));
    }

    private static List<String> texts(String text, List<TextRange> ranges) {
        return ranges.stream()
                .map(range -> text.substring(range.start(), range.end()))
                .toList();
    }

    private static Arguments text(String language, String... sentences) {
        return Arguments.of(language, List.of(sentences));
    }
}
