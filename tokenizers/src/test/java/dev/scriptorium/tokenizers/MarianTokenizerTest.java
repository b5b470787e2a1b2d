package dev.scriptorium.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The target language of a model that has several: said beside the text, or in it. */
class MarianTokenizerTest {

    private final MarianTokenizer tokenizer = MarianTokenizer.read(new ModelFiles(TestTokenizers.folder("marian")));

    @ParameterizedTest
    @ValueSource(strings = {"de", "deu", "de-AT"})
    void beginsWithTheTargetLanguageThatIsSaid(String target) {
        int[] inTheText = tokenizer.encode(">>deu<<the old town", Languages.UNSAID);

        assertThat(tokenizer.encode("the old town", new Languages("en", target)))
                .isEqualTo(inTheText);
    }

    @Test
    void theLanguageInTheTextGoesBeforeTheOneBesideIt() {
        assertThat(tokenizer.encode(">>deu<<the old town", new Languages("", "fr")))
                .isEqualTo(tokenizer.encode(">>deu<<the old town", Languages.UNSAID));
    }

    @Test
    void namesTheLanguagesThatThereAre() {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> tokenizer.encode("the old town", new Languages("en", "fr")))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.LANGUAGE_PAIR_UNAVAILABLE))
                .withMessageContaining("fr")
                .withMessageContaining("deu");
    }
}
