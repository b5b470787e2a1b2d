package dev.scriptorium.inference.serving;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EncoderModel;
import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.proto.inference.v1.Input;
import java.util.List;
import java.util.function.Function;

/** Makes an input the ids that a model takes, or says what is wrong with it. Nothing is cut. */
record InputEncoder(InferenceModel model, Function<String, int[]> tokenizer, RequestLimits limits) {

    /** @throws FailureException {@code TOKENIZER_MISMATCH} where the inputs have ids of another tokenizer */
    static InputEncoder of(EncoderModel model, List<Input> inputs, String tokenizerDigest, RequestLimits limits) {
        boolean ids = inputs.stream().anyMatch(Input::hasTokens);
        if (ids && !tokenizerDigest.equals(model.tokenizerDigest())) {
            throw new FailureException(
                    FailureCode.TOKENIZER_MISMATCH,
                    "The ids were made by the tokenizer " + tokenizerDigest + "; the model has "
                            + model.tokenizerDigest());
        }
        return new InputEncoder(model, model::encode, limits);
    }

    int[] encode(Input input) {
        int[] ids = switch (input.getInputCase()) {
            case TEXT -> encode(input.getText());
            case TOKENS ->
                input.getTokens().getIdsList().stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
            case INPUT_NOT_SET ->
                throw new FailureException(FailureCode.BAD_REQUEST, "The input has neither text nor ids");
        };
        if (ids.length == 0) {
            throw new FailureException(FailureCode.EMPTY_TEXT, "The input is empty");
        }
        if (ids.length > model.maxInputTokens()) {
            throw new FailureException(
                    FailureCode.INPUT_TOO_LONG,
                    "The input has " + ids.length + " tokens; the model takes " + model.maxInputTokens());
        }
        return ids;
    }

    /** As {@link #encode}, of an input whose places are told. */
    int[] encodeText(Input input) {
        if (input.hasTokens()) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST, "The input has ids; options.alignment needs inputs with text");
        }
        return encode(input);
    }

    private int[] encode(String text) {
        if (text.isBlank()) {
            throw new FailureException(FailureCode.EMPTY_TEXT, "The input is empty");
        }
        if (text.length() > limits.inputCharacters()) {
            throw new FailureException(
                    FailureCode.INPUT_TOO_LONG,
                    "The input has " + text.length() + " characters; the most is " + limits.inputCharacters());
        }
        return tokenizer.apply(text);
    }
}
