package dev.scriptorium.tokenizer.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEncoderTest {

    @TempDir
    private Path folder;

    @Test
    void givesTheIdsOfEachTextWithItsSpecialTokens() {
        TinyTokenizer.write(folder);

        try (TokenEncoder encoder = TokenEncoder.load(folder)) {
            List<int[]> ids = encoder.encode(List.of("ab", "", "\0", "語"));

            assertThat(ids.get(0)).containsExactly(2, 4, 7, 3);
            assertThat(ids.get(1)).containsExactly(2, 3);
            assertThat(ids.get(2)).containsExactly(2, 3);
            assertThat(ids.get(3)).containsExactly(2, 1, 3);
            assertThat(encoder.maxTokens()).isEqualTo(64);
            assertThat(encoder.encode(List.of())).isEmpty();
        }
    }

    @Test
    void cutsNothingOffWhateverTheFileSays() {
        TinyTokenizer.write(folder);

        try (TokenEncoder encoder = TokenEncoder.load(folder)) {
            assertThat(encoder.encode(List.of("a".repeat(500))).getFirst()).hasSize(502);
        }
    }

    @Test
    void readsASpecialTokenInATextAsText() {
        TinyTokenizer.write(folder);

        try (TokenEncoder encoder = TokenEncoder.load(folder)) {
            assertThat(encoder.encode(List.of("[SEP]")).getFirst()).hasSizeGreaterThan(3);
        }
    }

    @Test
    void namesItsTokenizerByTheDigestOfTheFile() throws IOException {
        TinyTokenizer.write(folder);

        try (TokenEncoder encoder = TokenEncoder.load(folder)) {
            assertThat(encoder.digest()).matches("[0-9a-f]{64}");
            Files.writeString(folder.resolve("README.md"), "about it");
            try (TokenEncoder again = TokenEncoder.load(folder)) {
                assertThat(again.digest()).isEqualTo(encoder.digest());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"Precompiled\"}",
                "{\"type\": \"Sequence\", \"normalizers\": [{\"type\": \"NFC\"}, {\"type\": \"Precompiled\"}]}",
                "{\"type\": \"NoSuchNormalizer\"}"
            })
    void refusesATokenizerThatWouldEndTheProcess(String normalizer) {
        TinyTokenizer.write(folder, normalizer);

        assertThatThrownBy(() -> TokenEncoder.load(folder))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code())
                                .isIn(FailureCode.MODEL_CORRUPT, FailureCode.MODEL_UNSUPPORTED));
    }

    @Test
    void refusesAFileThatIsMissingOrNoTokenizer() throws IOException {
        assertThatThrownBy(() -> TokenEncoder.load(folder))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_FILE_MISSING));

        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": ");
        assertThatThrownBy(() -> TokenEncoder.load(folder)).hasMessageContaining("not JSON");

        Files.writeString(folder.resolve("tokenizer.json"), "[]");
        assertThatThrownBy(() -> TokenEncoder.load(folder)).hasMessageContaining("describes no tokenizer");
    }
}
