package dev.scriptorium.tokenizer.sentence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.okapi.lib.segmentation.Rule;
import net.sf.okapi.lib.segmentation.SRXDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailTest {

    private static final List<String> SCRAPS = List.of(
            ".",
            "..",
            "!",
            "?",
            "…",
            ")",
            "]",
            "\"",
            "'",
            "”",
            ",",
            ":",
            " ",
            "a",
            "B",
            "Dr",
            "z",
            "12",
            "3",
            "IV",
            "x",
            "(",
            "[",
            "-",
            "ß",
            "É",
            "°",
            "kg",
            "https://a.b?");

    @Test
    void readsTheLastTwoCharactersOffTheEnd() {
        assertThat(Tail.of("\\b\\p{Lu}\\.").admits("A.", 2)).isTrue();
        assertThat(Tail.of("\\b\\p{Lu}\\.").admits("a.", 2)).isFalse();
        assertThat(Tail.of("\\b\\p{Lu}\\.").admits("A!", 2)).isFalse();
        assertThat(Tail.of("[0-9]+\\)").admits("1)", 2)).isTrue();
        assertThat(Tail.of("[0-9]+\\)").admits("1.", 2)).isFalse();
        assertThat(Tail.of("a|b\\.").admits("xa", 2)).isTrue();
        assertThat(Tail.of("(a|b)").admits("x.", 2)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"English", "German", "French", "Spanish", "Default"})
    void rulesOutNoMatchOfAnyRule(String language) throws Exception {
        SRXDocument document = new SRXDocument();
        try (InputStream rules = SRXDocument.class.getResourceAsStream("defaultSegmentation.srx")) {
            document.loadRules(rules);
        }
        Random random = new Random(language.hashCode());
        for (Rule rule : document.getLanguageRules(language)) {
            Tail tail = Tail.of(rule.getBefore());
            Pattern before = Pattern.compile("(?:" + rule.getBefore() + ")\\z", Pattern.UNICODE_CHARACTER_CLASS);
            for (int round = 0; round < 60; round++) {
                StringBuilder text = new StringBuilder();
                random.ints(6, 0, SCRAPS.size()).forEach(i -> text.append(SCRAPS.get(i)));
                Matcher matcher = before.matcher(text);
                if (matcher.find()) {
                    assertThat(tail.admits(text.toString(), text.length()))
                            .as("%s in front of the end of %s", rule.getBefore(), text)
                            .isTrue();
                }
            }
        }
    }
}
