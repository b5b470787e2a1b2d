package dev.scriptorium.inference.serving;

import dev.scriptorium.engine.LabelledSpan;
import dev.scriptorium.engine.TokenLabelModel;
import dev.scriptorium.inference.batching.ModelInput;
import dev.scriptorium.proto.inference.v1.Aggregation;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.inference.v1.LabelTokensRequest;
import dev.scriptorium.proto.inference.v1.LabelTokensResponse;
import dev.scriptorium.proto.inference.v1.LabelledSpans;
import dev.scriptorium.proto.inference.v1.LabelledText;
import dev.scriptorium.tokenizers.TokenizedText;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** One request to label tokens: its texts as inputs, and the spans that the model's answers make of them. */
final class TextLabelling {

    private final TokenLabelModel engine;
    private final LabelTokensRequest request;
    private final LabelTokensCall call;
    private final InputEncoder encoder;
    private final Map<String, TokenizedText> tokenized = new HashMap<>();

    TextLabelling(TokenLabelModel engine, LabelTokensRequest request, LabelTokensCall call, RequestLimits limits) {
        this.engine = engine;
        this.request = request;
        this.call = call;
        this.encoder = new InputEncoder(engine, this::tokenize, limits);
    }

    private int[] tokenize(String text) {
        TokenizedText tokens = engine.tokenize(text);
        tokenized.put(text, tokens);
        return tokens.ids();
    }

    ModelInput<List<float[]>> input(String text) {
        return new ModelInput<>(
                call, encoder.encode(Input.newBuilder().setText(text).build()));
    }

    /** Answers come in the order of the texts, one for each. */
    LabelTokensResponse.Builder response(ItemAnswers<List<float[]>> answers) {
        Iterator<String> texts = request.getTextsList().iterator();
        return LabelTokensResponse.newBuilder()
                .addAllOutputs(answers.outputs(probabilities -> labelled(texts.next(), probabilities), failure -> {
                    texts.next();
                    return LabelledText.newBuilder().setFailure(failure).build();
                }));
    }

    private LabelledText labelled(String text, List<float[]> probabilities) {
        LabelledSpans.Builder spans = LabelledSpans.newBuilder();
        for (LabelledSpan span : LabelledSpan.of(tokenized.get(text), probabilities, engine.labels(), aggregation())) {
            spans.addSpans(dev.scriptorium.proto.inference.v1.LabelledSpan.newBuilder()
                    .setLabel(span.label())
                    .setScore(span.score())
                    .setStart(span.start())
                    .setEnd(span.end()));
        }
        return LabelledText.newBuilder().setSpans(spans).build();
    }

    private LabelledSpan.Aggregation aggregation() {
        return request.getAggregation() == Aggregation.AGGREGATION_SIMPLE
                ? LabelledSpan.Aggregation.SIMPLE
                : LabelledSpan.Aggregation.FIRST;
    }
}
