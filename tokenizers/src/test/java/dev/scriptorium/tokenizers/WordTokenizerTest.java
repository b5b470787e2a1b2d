package dev.scriptorium.tokenizers;

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

/** The shipped tokenizer has the ids of the native library. */
class WordTokenizerTest {

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

    private static WordTokenizer tokenizer;
    private static NativeTokenizer library;

    @BeforeAll
    static void loadTheShippedTokenizer() {
        TokenizerFile file = TokenizerFile.read(new ModelFiles(new ShippedModels(cache).unpack("sentence-embedding")));
        tokenizer = WordTokenizer.of(file.json()).orElseThrow();
        library = NativeTokenizer.of(file);
    }

    @AfterAll
    static void close() {
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

    @ParameterizedTest
    @ValueSource(strings = {"bart", "nllb", "mbart-50", "unigram-words"})
    void leavesOtherTokenizersToTheLibrary(String name) {
        TokenizerFile file = TokenizerFile.read(new ModelFiles(TestTokenizers.folder(name)));

        assertThat(WordTokenizer.of(file.json())).isEmpty();
    }

    @Test
    void theTokenizerOfAnEncoderUsesItAndReadsHalfASurrogatePair(@TempDir Path folder) {
        try (EncoderTokenizer encoder =
                EncoderTokenizer.read(new ModelFiles(new ShippedModels(folder).unpack("sentence-embedding")))) {
            assertThat(encoder.encode("half \uD83D")).isEqualTo(library.ids("half ?", true));
        }
    }

    private static void assertSame(String text) {
        assertThat(tokenizer.encode(text))
                .as(
                        "ids of %s",
                        text.codePoints().mapToObj(Integer::toHexString).toList())
                .isEqualTo(library.ids(text, true));
    }
}
