package dev.scriptorium.inference.labels;

import dev.scriptorium.classifier.Features;
import dev.scriptorium.classifier.Words;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.inference.batching.Answer;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.ModelInput;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.classification.Sentence;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes texts features: divides them, embeds their sentences in the bulk lane, a few texts at a time, and takes the mean that
 * classification takes too. Blocks; one thread.
 */
final class TextFeatures {

    /** Texts under way at once: enough to fill batches, few enough to hold. */
    private static final int TOGETHER = 64;

    private final TextReader reader;
    private final Batcher batcher;
    private final LoadedModel loaded;
    private final EmbeddingModel model;

    TextFeatures(TextReader reader, Batcher batcher, LoadedModel loaded, EmbeddingModel model) {
        this.reader = reader;
        this.batcher = batcher;
        this.loaded = loaded;
        this.model = model;
    }

    /** A text with what to call it when it is at fault. */
    record Named(String name, String text) {}

    /** One for each text, in order. */
    List<Features> of(List<Named> texts) {
        List<Features> features = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += TOGETHER) {
            if (Thread.currentThread().isInterrupted()) {
                throw new FailureException(FailureCode.CANCELLED, "The training was cancelled");
            }
            features.addAll(some(texts.subList(from, Math.min(from + TOGETHER, texts.size()))));
        }
        return features;
    }

    private List<Features> some(List<Named> texts) {
        List<CompletableFuture<SegmentResponse>> segmented =
                texts.stream().map(text -> reader.segment(text.text())).toList();
        List<List<Sentence>> sentences = new ArrayList<>();
        List<int[]> inputs = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            SegmentResponse text = answer(segmented.get(i), texts.get(i).name());
            List<Sentence> ofText = Sentence.of(
                    text.getSegmentsList(),
                    0,
                    text.getSegmentsCount(),
                    text.getEncodingsList(),
                    model.tokenizerDigest());
            if (ofText.isEmpty()) {
                throw new FailureException(
                        FailureCode.EMPTY_TEXT, texts.get(i).name() + " has a text with nothing to classify");
            }
            sentences.add(ofText);
            for (Sentence sentence : ofText) {
                inputs.add(ids(sentence.input(), texts.get(i).name()));
            }
        }
        Iterator<int[]> ids = inputs.iterator();
        Iterator<float[]> vectors = embed(inputs).iterator();
        return sentences.stream()
                .map(ofText -> Features.of(ofText.stream()
                        .map(sentence -> new Features.Sentence(vectors.next(), Words.of(ids.next()), sentence.weight()))
                        .toList()))
                .toList();
    }

    private static SegmentResponse answer(CompletableFuture<SegmentResponse> segmented, String name) {
        try {
            return segmented.join();
        } catch (CompletionException e) {
            FailureException failure = FailureException.of(e);
            throw new FailureException(failure.code(), name + ": " + failure.reason(), e);
        }
    }

    private int[] ids(Input input, String name) {
        int[] ids = input.hasTokens()
                ? input.getTokens().getIdsList().stream()
                        .mapToInt(Integer::intValue)
                        .toArray()
                : model.encode(input.getText());
        if (ids.length > model.maxInputTokens()) {
            throw new FailureException(
                    FailureCode.INPUT_TOO_LONG,
                    name + " has a sentence of " + ids.length + " tokens; the model takes " + model.maxInputTokens());
        }
        return ids;
    }

    private List<float[]> embed(List<int[]> inputs) {
        RequestContext context = new RequestContext(Lane.BULK, "", Instant.MAX);
        List<CompletableFuture<Answer<float[]>>> answers = batcher.submit(
                ModelInput.of(new EmbedSentences(loaded, model), inputs), context, Admission.BOUNDED_BY_CALLER);
        try {
            return answers.stream().map(answer -> answer.join().output()).toList();
        } catch (CompletionException e) {
            throw FailureException.of(e);
        }
    }
}
