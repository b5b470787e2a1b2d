package dev.scriptorium.tokenizer.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.models.ShippedModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the encoder to the ids of the native library, with the tokenizers that ship. */
class WordUnigramEncoderTest {

    private static final List<String> SCRAPS = List.of(
            "the",
            "The",
            "Budget",
            "beschlossen",
            "Übergrößenträger",
            "naïve",
            "ÉCOLE",
            "İstanbul",
            "Σίσυφος",
            "ΟΔΟΣ",
            " ",
            " ",
            " ",
            "  ",
            "\t",
            "\n",
            "\u00A0",
            "\u3000",
            "\u2028",
            "\u200B",
            "\u001C",
            "▁",
            "▁x",
            "12.5",
            "٣",
            "Ⅳ",
            "½",
            "²",
            "௰",
            "ﬁ",
            "Å",
            "ｆｕｌｌ",
            "漢字",
            "こんにちは",
            "한국어",
            "👨‍👩‍👧",
            "é",
            "e\u0301",
            "...",
            "!?",
            "„“",
            "—",
            "«",
            "_",
            "$",
            "+",
            "<s>",
            "@",
            "\0",
            "\u0301",
            "ß",
            "ŉ",
            "ǰ",
            "\uFEFF",
            "don't",
            "e-mail",
            "www.example.org",
            "aaaaaaaaaaaaaaaaaaaaaaaa");

    @TempDir
    private static Path cache;

    private static TokenEncoder encoder;
    private static TokenEncoder library;

    @BeforeAll
    static void loadTheShippedTokenizer() {
        TokenizerFile file = TokenizerFile.read(new ShippedModels(cache).unpack("sentence-embedding"));
        encoder = WordUnigramEncoder.of(file).orElseThrow();
        library = HuggingFaceTokenEncoder.of(file);
    }

    @AfterAll
    static void close() {
        encoder.close();
        library.close();
    }

    @Test
    void givesTheIdsOfTheLibraryForOrdinaryTexts() {
        for (String text : List.of(
                "The committee approved the annual budget on Monday.",
                "Der Ausschuss hat am 3. Oktober 12,5 Mio. Euro (z. B. für Straßen) bewilligt.",
                "L’école a été fermée ; qu'en pense-t-on ?",
                "¿Qué pasa mañana? ¡Nada!",
                "市議会は予算を承認した。",
                "[CLS] is text, and so is [SEP].",
                "",
                " ",
                "\0")) {
            assertSame(text);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void givesTheIdsOfTheLibraryForAnyText(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            assertSame(random.ints(random.nextInt(20), 0, SCRAPS.size())
                    .mapToObj(SCRAPS::get)
                    .collect(Collectors.joining()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void givesTheIdsOfTheLibraryForAnyCharactersOfTheServedLanguages(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            assertSame(random.ints(random.nextInt(60), 0x20, 0x250)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining()));
        }
    }

    @Test
    void leavesOtherTokenizersToTheLibrary(@TempDir Path folder) {
        assertThat(WordUnigramEncoder.of(TokenizerFile.read(TinyTokenizer.write(folder))))
                .isEmpty();
    }

    private static void assertSame(String text) {
        assertThat(encoder.encode(List.of(text)).getFirst())
                .as(
                        "ids of %s",
                        text.codePoints().mapToObj(Integer::toHexString).toList())
                .isEqualTo(library.encode(List.of(text)).getFirst());
    }
}
