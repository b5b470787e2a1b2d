package dev.scriptorium.tokenizer.sentence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbbreviationPatternTest {

    @Test
    void writesOutWhatAListOfAbbreviationsMatches() {
        AbbreviationPattern.Texts texts =
                AbbreviationPattern.read("\\b([Dd]r|Prof|Ph\\.?D)\\.").orElseThrow();

        assertThat(texts.wordStart()).isTrue();
        assertThat(texts.texts()).containsExactlyInAnyOrder("Dr.", "dr.", "Prof.", "PhD.", "Ph.D.");
    }

    @Test
    void readsWhiteSpaceAsASpace() {
        assertThat(AbbreviationPattern.read("z\\.\\s?B\\.").orElseThrow().texts())
                .containsExactlyInAnyOrder("z. B.", "z.B.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\p{Lu}\\.",
                "[0-9]+",
                "[^a]\\.",
                "(?i)abc",
                "a.c",
                "^Dr\\.",
                "a{2}",
                "a*",
                "x\\d",
                "(",
                "[a",
                "\\",
                "a|",
                "",
                "\\Qa\\E",
                "[a-z]\\.",
                "(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d)"
            })
    void leavesOtherExpressionsToTheEngine(String regex) {
        assertThat(AbbreviationPattern.read(regex)).isEmpty();
    }
}
