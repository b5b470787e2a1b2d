package dev.scriptorium.inference.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardReaderTest {

    @TempDir
    Path folder;

    @Test
    void readsATranslatorsLanguagesFromItsTokenizer() throws IOException {
        write("config.json", """
                {"architectures": ["MarianMTModel"], "max_position_embeddings": 256}""");
        write("tokenizer_config.json", """
                {"source_lang": "eng", "target_lang": "deu"}""");
        write("README.md", """
                ---
                language: [fr, es]
                license: cc-by-4.0
                ---
                # A translator""");

        ModelCard card = ModelCardReader.read("some-translator", folder);

        assertThat(card.task()).isEqualTo(ModelTask.GENERATE);
        assertThat(card.languagePairs()).containsExactly(new LanguagePair("en", "de"));
        assertThat(card.licence()).isEqualTo("cc-by-4.0");
        assertThat(card.maxInputTokens()).isEqualTo(256);
    }

    @Test
    void readsATranslatorsLanguagesFromItsName() throws IOException {
        write("config.json", """
                {"architectures": ["MarianMTModel"]}""");

        assertThat(ModelCardReader.read("opus-mt-fr-en", folder).languagePairs())
                .containsExactly(new LanguagePair("fr", "en"));
    }

    @Test
    void readsATranslatorsLanguagesFromItsModelCard() throws IOException {
        write("config.json", """
                {"architectures": ["MarianMTModel"]}""");
        write("README.md", """
                ---
                language:
                - fi
                - sv
                tags:
                - translation
                ---""");

        assertThat(ModelCardReader.read("translator", folder).languagePairs())
                .containsExactly(new LanguagePair("fi", "sv"));
    }

    @Test
    void readsAClassifiersLabelsInTheirOrder() throws IOException {
        write("config.json", """
                {"architectures": ["BertForSequenceClassification"],
                 "id2label": {"1": "positive", "0": "negative", "2": "mixed"}}""");
        write("README.md", """
                ---
                sentence_scores: false
                license: "mit"
                ---""");
        write("tokenizer.json", "{}");

        ModelCard card = ModelCardReader.read("sentiment", folder);

        assertThat(card.task()).isEqualTo(ModelTask.CLASSIFY);
        assertThat(card.labels()).containsExactly("negative", "positive", "mixed");
        assertThat(card.sentenceScores()).isFalse();
        assertThat(card.licence()).isEqualTo("mit");
        assertThat(card.tokenizerDigest())
                .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }

    @Test
    void takesAnEncoderWithoutHeadForEmbeddings() throws IOException {
        write("config.json", """
                {"architectures": ["BertModel"]}""");

        ModelCard card = ModelCardReader.read("sentence-embedding", folder);

        assertThat(card.task()).isEqualTo(ModelTask.EMBED);
        assertThat(card.sentenceScores()).isTrue();
        assertThat(card.licence()).isEmpty();
    }

    @Test
    void namesWhatIsMissingOrWrong() throws IOException {
        assertFails(FailureCode.MODEL_FILE_MISSING);
        write("config.json", "{broken");
        assertFails(FailureCode.MODEL_CORRUPT);
        write("config.json", """
                {"architectures": ["Strange"]}""");
        assertFails(FailureCode.MODEL_UNSUPPORTED);
    }

    private void assertFails(FailureCode code) {
        assertThatThrownBy(() -> ModelCardReader.read("model", folder))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
