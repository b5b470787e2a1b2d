package dev.scriptorium.summarizer.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoilerplateTest {

    private static final Segment SENTENCE = Segment.newBuilder()
            .setBlockKind(BlockKind.BLOCK_KIND_PARAGRAPH)
            .setText("Revenue rose in all regions.")
            .build();

    @Test
    void isWhatTheExtractionMarks() {
        assertThat(Boilerplate.is(SENTENCE)).isFalse();
        assertThat(Boilerplate.is(SENTENCE.toBuilder().setBoilerplate(true).build()))
                .isTrue();
        assertThat(Boilerplate.is(SENTENCE.toBuilder()
                        .setBlockKind(BlockKind.BLOCK_KIND_COMMENT)
                        .build()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Click or tap here to enter text.",
                "Name: Click or tap to enter a date.",
                "Click to edit Master title style",
                "Klicken oder tippen Sie hier, um Text einzugeben.",
                "Klicken oder tippen Sie, um ein Datum einzugeben.",
                "Titel durch Klicken hinzufügen",
                "Wählen Sie ein Element aus.",
                "Cliquez ou appuyez ici pour entrer du texte.",
                "Haga clic o pulse aquí para escribir texto.",
                "Lorem ipsum dolor sit amet, consectetur adipiscing elit."
            })
    void isAPlaceholder(String text) {
        assertThat(Boilerplate.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This website uses cookies to improve your experience.",
                "By continuing to browse you agree to our use of cookies.",
                "Wir verwenden Cookies, um unsere Seiten zu verbessern.",
                "Nous utilisons des cookies pour mesurer l'audience.",
                "Utilizamos cookies propias y de terceros.",
                "© 2026 Example Ltd. All rights reserved in every country.",
                "Alle Rechte vorbehalten."
            })
    void isANotice(String text) {
        assertThat(Boilerplate.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&L&\"Arial,Bold\"&14 Report of the board for the year",
                "&CConfidential report of the board",
                "Printed for the board, page &P of &N"
            })
    void isAHeaderWithCodes(String text) {
        assertThat(Boilerplate.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookies are baked for twelve minutes at 180 degrees.",
                "The service keeps its session in cookies of the browser.",
                "Click the button to add a row to the table.",
                "Klicken Sie auf die Schaltfläche, um eine Zeile hinzuzufügen.",
                "R&D spending of AT&T and Q&A were discussed at length.",
                "The formula =A1&\", \"&B1 joins two cells.",
                "The act of 1998 governs copyright in the country."
            })
    void isNoSentenceThatSharesItsWords(String text) {
        assertThat(Boilerplate.is(text)).isFalse();
    }

    @Test
    void isNoLongTextWithANoticeInIt() {
        String notice = "All rights reserved. ";

        assertThat(Boilerplate.is(notice + "x".repeat(300 - notice.length()))).isTrue();
        assertThat(Boilerplate.is(notice + "x".repeat(301 - notice.length()))).isFalse();
    }
}
