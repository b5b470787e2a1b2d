package dev.scriptorium.translator.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.proto.translator.v1.TranslationFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FlagDocumentTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

    @Test
    void theDocumentNamesEveryFlagAndNoOther() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "translation.md"), UTF_8);

        assertThat(ROW.matcher(document).results().map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(TranslationFlag.values())
                        .filter(flag -> flag != TranslationFlag.UNRECOGNIZED
                                && flag != TranslationFlag.TRANSLATION_FLAG_UNSPECIFIED)
                        .map(flag -> flag.name().substring("TRANSLATION_FLAG_".length()))
                        .toList());
    }
}
