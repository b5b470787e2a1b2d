package dev.scriptorium.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same ids and texts as transformers, on small tokenizers of each kind and texts in many scripts. */
class TokenizerParityTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"bart", "nllb", "mbart", "mbart-50", "m2m100", "marian-two-vocabularies", "marian-bytes", "t5"})
    void encodesAndDecodesAsTransformersDoes(String name) throws IOException {
        assertSame(TestTokenizers.folder(name), "expected.json");
    }

    @Test
    void putsTheLanguageLastWhereTheModelIsOfTheFirstRelease(@TempDir Path copy) throws IOException {
        for (String file : List.of("tokenizer.json", "tokenizer_config.json", "expected-legacy.json")) {
            Files.copy(TestTokenizers.folder("nllb").resolve(file), copy.resolve(file));
        }
        Path config = copy.resolve("tokenizer_config.json");
        Files.writeString(
                config, Files.readString(config).replace("\"legacy_behaviour\": false", "\"legacy_behaviour\": true"));

        assertSame(copy, "expected-legacy.json");
    }

    @Test
    void putsTheTargetLanguageFirstWhereAT5ModelTranslates() {
        try (GenerationTokenizer tokenizer = GenerationTokenizer.read(new ModelFiles(TestTokenizers.folder("t5")))) {
            int[] plain = tokenizer.encode("the old town", Languages.UNSAID);
            int[] german = tokenizer.encode("the old town", new Languages("en", "de"));

            assertThat(Arrays.copyOfRange(german, 1, german.length)).isEqualTo(plain);
            assertThat(german[0]).isEqualTo(3);
            assertThatExceptionOfType(FailureException.class)
                    .isThrownBy(() -> tokenizer.encode("the old town", new Languages("en", "fr")))
                    .withMessageContaining("fr", "de", "en");
        }
    }

    private static void assertSame(Path folder, String file) throws IOException {
        JsonNode expected = new ObjectMapper().readTree(folder.resolve(file).toFile());
        List<String> texts = TestTokenizers.texts(expected.path("texts"));
        assertThat(texts).hasSizeGreaterThanOrEqualTo(200);
        try (GenerationTokenizer tokenizer = GenerationTokenizer.read(new ModelFiles(folder))) {
            expected.path("languages").properties().forEach(language -> {
                List<int[]> ids = TestTokenizers.ids(language.getValue());
                for (int i = 0; i < texts.size(); i++) {
                    assertThat(tokenizer.encode(texts.get(i), new Languages(language.getKey(), "")))
                            .as("text %s: %s", i, texts.get(i))
                            .isEqualTo(ids.get(i));
                }
            });
            List<int[]> written = TestTokenizers.ids(expected.path("written"));
            for (int i = 0; i < written.size(); i++) {
                assertThat(tokenizer.decode(written.get(i)))
                        .as("ids %s", i)
                        .isEqualTo(expected.path("decoded").get(i).asText());
            }
        }
    }
}
