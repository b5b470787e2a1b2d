package dev.scriptorium.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.tokenizer.language.LanguageDetector;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Documents of a few words: whether their language is told, and told right. */
class ShortTextLanguageTest {

    private static final LanguageDetector LANGUAGES = new LanguageDetector(
            Set.of("en", "de", "fr", "es"), Set.of("it", "pt", "nl", "da", "sv", "fi", "pl", "cs", "hu", "tr", "ro"));

    @Test
    void tellsTheLanguageOfShortTexts() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        int texts = 0;
        for (String line : lines()) {
            String expected = line.substring(0, line.indexOf('\t'));
            String text = line.substring(line.indexOf('\t') + 1).replace("\\n", "\n");
            BlockLanguages languages = BlockLanguages.detect(TextBlock.ofPlainText(text), LANGUAGES);
            String found = languages.ofMost();
            assertThat(languages.ofBlocks()).as(text).containsOnly(found);
            texts++;
            if (found.isEmpty() && !expected.isEmpty()) {
                unknown.add(expected + ": " + text);
            } else if (!found.equals(expected)) {
                wrong.add(expected + " taken for " + found + ": " + text);
            }
        }
        System.out.printf("Languages of %d short texts: wrong %d, unknown %d%n", texts, wrong.size(), unknown.size());
        wrong.forEach(System.out::println);
        unknown.forEach(System.out::println);

        assertThat(wrong).isEmpty();
        assertThat(unknown).hasSizeLessThanOrEqualTo(3);
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = LanguageDetector.class.getResourceAsStream("short-texts.tsv")) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
