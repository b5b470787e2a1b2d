package dev.scriptorium.translator;

import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.GenerateResponse;
import dev.scriptorium.proto.inference.v1.Generated;
import dev.scriptorium.proto.inference.v1.GeneratedText;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.inference.v1.LanguagePair;
import dev.scriptorium.proto.inference.v1.ModelDescription;
import dev.scriptorium.proto.inference.v1.ModelTask;
import dev.scriptorium.proto.inference.v1.Usage;
import dev.scriptorium.translator.route.Directions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Models that "translate" by writing every word backwards, into English in capitals, and keep numbers, addresses and
 * placeholders. What they do with a single text can be replaced.
 */
public final class FakeModels {

    private static final Pattern WORD = Pattern.compile("(?<![{\\p{L}/.@])\\p{L}+(?![}/@:]|\\.\\p{L})");

    private final List<ModelDescription> descriptions;
    private final List<GenerateRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private BiFunction<GenerateRequest, String, Generated> behaviour =
            (request, text) -> text(translated(request, text), -0.25f);

    private FakeModels(List<ModelDescription> descriptions) {
        this.descriptions = descriptions;
    }

    /** One model for each pair, as in "en-de", named "translator-en-de". */
    public static FakeModels of(String... pairs) {
        return new FakeModels(
                List.of(pairs).stream().map(FakeModels::description).toList());
    }

    public FakeModels behaving(BiFunction<GenerateRequest, String, Generated> otherwise) {
        behaviour = otherwise;
        return this;
    }

    /** The same models, of which the one for this direction says under which score a text is outside its field. */
    public FakeModels withScoreThreshold(String direction, float threshold) {
        var same = new FakeModels(descriptions.stream()
                .map(model -> model.getName().equals("translator-" + direction)
                        ? model.toBuilder()
                                .putScoreThresholds(direction, threshold)
                                .build()
                        : model)
                .toList());
        return same.behaving(behaviour);
    }

    /** The same models with other files. */
    public FakeModels withDigest(String digest) {
        return new FakeModels(descriptions.stream()
                        .map(model -> model.toBuilder().setDigest(digest).build())
                        .toList())
                .behaving(behaviour);
    }

    public List<ModelDescription> descriptions() {
        return descriptions;
    }

    public Directions directions() {
        return Directions.of(descriptions, "en");
    }

    public List<GenerateRequest> requests() {
        return requests;
    }

    public GenerateResponse answer(GenerateRequest request) {
        requests.add(request);
        var response = GenerateResponse.newBuilder()
                .setUsage(Usage.newBuilder()
                        .setModel(request.getModel())
                        .setModelDigest(digest(request.getModel()))
                        .setInputTokens(request.getInputsCount())
                        .setOutputTokens(request.getInputsCount())
                        .setModelMicros(10));
        for (Input input : request.getInputsList()) {
            response.addOutputs(behaviour.apply(request, input.getText()));
        }
        return response.build();
    }

    private String digest(String model) {
        return descriptions.stream()
                .filter(description -> description.getName().equals(model))
                .map(ModelDescription::getDigest)
                .findFirst()
                .orElse("digest-of-" + model);
    }

    public static Generated text(String text, float score) {
        return Generated.newBuilder()
                .setText(GeneratedText.newBuilder().setText(text).setScore(score))
                .build();
    }

    public static Generated failure(String code, boolean retryable) {
        return Generated.newBuilder()
                .setFailure(InferenceFailure.newBuilder()
                        .setCode(code)
                        .setReason("The model failed.")
                        .setRetryable(retryable))
                .build();
    }

    public static String translated(GenerateRequest request, String text) {
        return request.getTargetLanguage().equals("en")
                ? WORD.matcher(text).replaceAll(word -> word.group().toUpperCase(Locale.ROOT))
                : backwards(text);
    }

    public static String backwards(String text) {
        return WORD.matcher(text)
                .replaceAll(word -> new StringBuilder(word.group()).reverse().toString());
    }

    private static ModelDescription description(String pair) {
        return ModelDescription.newBuilder()
                .setName("translator-" + pair)
                .setDigest("digest-of-translator-" + pair)
                .setTask(ModelTask.MODEL_TASK_GENERATE)
                .addLanguagePairs(LanguagePair.newBuilder()
                        .setSource(pair.substring(0, 2))
                        .setTarget(pair.substring(3)))
                .build();
    }
}
