package dev.scriptorium.inference.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(card.languages()).hasToString("en-de");
        assertThat(card.licence()).isEqualTo("cc-by-4.0");
        assertThat(card.maxInputTokens()).isEqualTo(256);
    }

    @Test
    void readsTheThresholdsOfATranslatorsScores() throws IOException {
        write("config.json", """
                {"architectures": ["MarianMTModel"]}""");
        write("quality.json", """
                {"score_thresholds": {"en-de": -0.93, "de-en": -1.02}, "measured_on": "held-out sentences"}""");

        assertThat(ModelCardReader.read("translator", folder).scoreThresholds())
                .isEqualTo(Map.of("en-de", -0.93f, "de-en", -1.02f));
    }

    @Test
    void hasNoThresholdsWithoutTheFile() throws IOException {
        write("config.json", """
                {"architectures": ["MarianMTModel"]}""");

        assertThat(ModelCardReader.read("translator", folder).scoreThresholds()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.5", "\"low\"", "null"})
    void refusesAThresholdThatIsNoLogProbability(String threshold) throws IOException {
        write("config.json", """
                {"architectures": ["MarianMTModel"]}""");
        write("quality.json", "{\"score_thresholds\": {\"en-de\": " + threshold + "}}");

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> ModelCardReader.read("translator", folder))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_CORRUPT));
    }

    @Test
    void readsATranslatorsLanguagesFromItsName() throws IOException {
        write("config.json", """
                {"architectures": ["MarianMTModel"]}""");

        assertThat(ModelCardReader.read("opus-mt-fr-en", folder).languages()).hasToString("fr-en");
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

        assertThat(ModelCardReader.read("translator", folder).languages()).hasToString("fi-sv");
    }

    @Test
    void aMarianModelWritesTheLanguagesOfItsVocabulary() throws IOException {
        write("config.json", """
                {"architectures": ["MarianMTModel"], "model_type": "marian"}""");
        write("vocab.json", """
                {"</s>": 0, "<unk>": 1, ">>deu<<": 2, ">>nld<<": 3, ">>nds<<": 4, "a": 5}""");

        assertThat(ModelCardReader.read("opus-mt-en-gem", folder).languages())
                .isEqualTo(new TranslatedLanguages(List.of("en"), List.of("de", "nds", "nl")));
        write("README.md", """
                ---
                language: [fr, de, nl, nds]
                ---""");
        assertThat(ModelCardReader.read("translator", folder).languages().sources())
                .containsExactly("fr");
    }

    @Test
    void readsManyLanguagesIntoOne() throws IOException {
        write("config.json", """
                {"architectures": ["MarianMTModel"], "model_type": "marian"}""");
        write("README.md", """
                ---
                language: [ca, es, it, en]
                ---""");

        assertThat(ModelCardReader.read("opus-mt-roa-en", folder).languages())
                .isEqualTo(new TranslatedLanguages(List.of("ca", "es", "it"), List.of("en")));
    }

    @Test
    void aModelOfSeveralPairsTranslatesNoOthers() throws IOException {
        write("config.json", """
                {"architectures": ["MarianMTModel"], "language_pairs": ["de-en", "en-fr"]}""");
        write("vocab.json", """
                {"</s>": 0, "<unk>": 1, ">>eng<<": 2, ">>fra<<": 3}""");

        TranslatedLanguages languages =
                ModelCardReader.read("translator", folder).languages();

        assertThat(languages)
                .isEqualTo(TranslatedLanguages.of(new LanguagePair("de", "en"), new LanguagePair("en", "fr")));
        assertThat(languages.translates("deu_Latn", "en")).isTrue();
        assertThat(languages.translates("de", "fr")).isFalse();
        assertThat(languages.translates("", "fr")).isTrue();
    }

    @Test
    void aPairIsTwoLanguages() throws IOException {
        write("config.json", """
                {"architectures": ["MarianMTModel"], "language_pairs": ["de-en", "french"]}""");

        assertThatThrownBy(() -> ModelCardReader.read("translator", folder))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("french");
    }

    @Test
    void aModelOfManyLanguagesTranslatesBetweenAllOfThem() throws IOException {
        write("config.json", """
                {"architectures": ["M2M100ForConditionalGeneration"], "model_type": "m2m_100"}""");
        write("tokenizer_config.json", """
                {"tokenizer_class": "NllbTokenizer", "src_lang": "eng_Latn"}""");
        write("tokenizer.json", """
                {"model": {"type": "BPE", "vocab": {"</s>": 0}, "merges": []}, "added_tokens": [
                 {"id": 1, "content": "eng_Latn", "special": true}, {"id": 2, "content": "zho_Hans", "special": true},
                 {"id": 3, "content": "zho_Hant", "special": true}, {"id": 4, "content": "ceb_Latn", "special": true},
                 {"id": 5, "content": "<mask>", "special": true}]}""");

        TranslatedLanguages languages = ModelCardReader.read("nllb", folder).languages();

        assertThat(languages.sources()).containsExactly("ceb", "en", "zh", "zh-Hans", "zh-Hant");
        assertThat(languages.targets()).isEqualTo(languages.sources());
        assertThat(languages.translates("", "zho_Hant")).isTrue();
        assertThat(languages.translates("", "fr")).isFalse();
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
