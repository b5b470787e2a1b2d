package dev.scriptorium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.tokenizers.Languages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The example of the module's README compiles, runs, and stands here as it stands there. */
class ReadmeExampleTest {

    private static final Path THIS =
            Path.of("src", "test", "java", "dev", "scriptorium", "engine", "ReadmeExampleTest.java");

    @Test
    void runs() {
        example(TestModels.folder("tiny-marian"), TestModels.folder("tiny-embedding"));
    }

    @Test
    void namesTheTaskThatAModelDoesNotHave() {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> new OnnxModelLoader()
                        .load(TestModels.folder("tiny-embedding"), EngineSettings.DEFAULT, Seq2SeqModel.class))
                .withMessageContaining("tiny-embedding is no Seq2SeqModel");
    }

    @Test
    void isTheOneInTheReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String example = readme.substring(readme.indexOf("```java\n") + 8, readme.indexOf("\n```\n"));

        assertThat(withoutLayout(Files.readString(THIS))).contains(withoutLayout(example));
    }

    private static String withoutLayout(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining()).replace(" ", "");
    }

    private static void example(Path translatorFolder, Path embedderFolder) {
        ModelLoader loader = new OnnxModelLoader();
        try (Seq2SeqModel translator = loader.load(translatorFolder, EngineSettings.DEFAULT, Seq2SeqModel.class)) {
            Languages languages = Languages.UNSAID;
            int[] source = translator.encode("The old town by the river.", languages);
            GenerationSettings settings = translator.defaults().withBeams(4).withMaxNewTokens(40);
            Generation best = translator
                    .generate(List.of(source), settings, Cancellation.NEVER)
                    .getFirst();
            System.out.println(best.text() + " (" + best.score() + ")");
            int[] target = translator.encodeTarget("Die alte Stadt am Fluss.", languages);
            GenerationInput scored = GenerationInput.scored(source, languages, settings, target);
            System.out.println(translator
                    .generate(List.of(scored), Cancellation.NEVER)
                    .getFirst()
                    .getFirst()
                    .perplexity());
        }
        try (EmbeddingModel embedder = loader.load(embedderFolder, EngineSettings.DEFAULT, EmbeddingModel.class)) {
            System.out.println(
                    embedder.embed(List.of(embedder.encode("The old town."))).getFirst().length);
        }
    }
}
