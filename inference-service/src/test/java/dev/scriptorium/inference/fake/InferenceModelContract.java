package dev.scriptorium.inference.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalOutput;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.engine.CausalSettings;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.TokenLabelModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the serving side relies on, of every model. */
public abstract class InferenceModelContract {

    private static final List<String> TEXTS =
            List.of("Good morning.", "Das ist ein etwas längerer Satz, der mehr Platz braucht.", "¿Qué tal?", "a");

    private final InferenceModel model = model();

    /** A model of its own. */
    protected abstract InferenceModel model();

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void encodesTheSameTextAlike() {
        assertThat(TEXTS)
                .allSatisfy(text -> assertThat(model.encode(text)).isNotEmpty().isEqualTo(model.encode(text)));
    }

    @Test
    void givesAnInputTheSameOutputWhateverElseIsInItsBatch() {
        List<int[]> inputs = TEXTS.stream().map(model::encode).toList();

        List<float[]> together = outputs(inputs);

        assertThat(together).hasSameSizeAs(inputs);
        for (int i = 0; i < inputs.size(); i++) {
            assertThat(outputs(List.of(inputs.get(i))).getFirst())
                    .containsExactly(together.get(i), Offset.offset(1e-4f));
        }
    }

    @Test
    void refusesAnInputThatIsTooLong() {
        int[] tooLong = new int[model.maxInputTokens() + 1];
        Arrays.fill(tooLong, model.encode("a")[0]);

        assertThatThrownBy(() -> outputs(List.of(tooLong)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INPUT_TOO_LONG));
    }

    @Test
    void keepsThePromisesOfItsKind() {
        List<int[]> inputs = TEXTS.stream().map(model::encode).toList();
        switch (model) {
            case Seq2SeqModel generator -> {
                assertThatThrownBy(() -> generator.generate(inputs, generator.defaults(), () -> true))
                        .isInstanceOf(CancellationException.class);
                var settings = generator.defaults().withMaxNewTokens(2);
                assertThat(generator.generate(inputs, settings, Cancellation.NEVER))
                        .allSatisfy(generation -> {
                            assertThat(generation.ids()).hasSizeLessThanOrEqualTo(2);
                            assertThat(generation.score()).isLessThanOrEqualTo(0);
                        });
            }
            case CausalModel writer -> {
                var request = new CausalRequest(inputs.getFirst(), CausalSettings.greedy(2));
                assertThatThrownBy(() -> writer.generate(request, output -> {}, () -> true))
                        .isInstanceOf(CancellationException.class);
            }
            case EmbeddingModel embeddings ->
                assertThat(embeddings.embed(inputs)).allSatisfy(vector -> {
                    assertThat(vector).hasSize(embeddings.dimensions());
                    assertThat(IntStream.range(0, vector.length)
                                    .mapToDouble(i -> vector[i] * vector[i])
                                    .sum())
                            .isCloseTo(1, Offset.offset(1e-3));
                });
            case ClassificationModel classifier ->
                assertThat(classifier.classify(inputs)).allSatisfy(scores -> {
                    assertThat(scores).hasSize(classifier.labels().size());
                    assertThat(IntStream.range(0, scores.length)
                                    .mapToDouble(i -> scores[i])
                                    .sum())
                            .isCloseTo(1, Offset.offset(1e-3));
                });
            case TokenLabelModel labeller -> {
                assertThat(TEXTS)
                        .allSatisfy(text ->
                                assertThat(labeller.tokenize(text).ids()).isEqualTo(labeller.encode(text)));
                for (int i = 0; i < inputs.size(); i++) {
                    assertThat(labeller.label(inputs).get(i))
                            .hasSize(inputs.get(i).length)
                            .allSatisfy(scores ->
                                    assertThat(scores).hasSize(labeller.labels().size()));
                }
            }
        }
    }

    private List<float[]> outputs(List<int[]> inputs) {
        return switch (model) {
            case Seq2SeqModel generator ->
                generator.generate(inputs, generator.defaults().withMaxNewTokens(20), Cancellation.NEVER).stream()
                        .map(InferenceModelContract::numbers)
                        .toList();
            case CausalModel writer ->
                inputs.stream().map(ids -> written(writer, ids)).toList();
            case EmbeddingModel embeddings -> embeddings.embed(inputs);
            case ClassificationModel classifier -> classifier.classify(inputs);
            case TokenLabelModel labeller ->
                labeller.label(inputs).stream().map(List::getFirst).toList();
        };
    }

    private static float[] written(CausalModel writer, int[] ids) {
        List<CausalOutput> outputs = new ArrayList<>();
        writer.generate(new CausalRequest(ids, CausalSettings.greedy(20)), outputs::add, Cancellation.NEVER);
        float[] tokens = new float[outputs.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = outputs.get(i).token();
        }
        return tokens;
    }

    private static float[] numbers(Generation generation) {
        float[] numbers = new float[generation.ids().length + 1];
        for (int i = 0; i < generation.ids().length; i++) {
            numbers[i] = generation.ids()[i];
        }
        numbers[generation.ids().length] = generation.score();
        return numbers;
    }
}
