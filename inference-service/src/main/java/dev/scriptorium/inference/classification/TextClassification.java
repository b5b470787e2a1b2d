package dev.scriptorium.inference.classification;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.catalogue.ModelCard;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.Classified;
import dev.scriptorium.proto.inference.v1.ClassifyRequest;
import dev.scriptorium.proto.inference.v1.ClassifyResponse;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.SegmentScores;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import java.util.List;
import java.util.Optional;

/** Classifies one text that was divided into segments: what to ask the model, and what its answer says. */
record TextClassification(String labelSet, ModelCard model, List<Sentence> sentences) {

    /** @throws FailureException {@code EMPTY_TEXT} where there is nothing to classify */
    static TextClassification of(String labelSet, ModelCard model, SegmentResponse text) {
        List<Sentence> sentences = Sentence.of(
                text.getSegmentsList(), 0, text.getSegmentsCount(), text.getEncodingsList(), model.tokenizerDigest());
        if (sentences.isEmpty()) {
            throw new FailureException(FailureCode.EMPTY_TEXT, "The text has nothing to classify");
        }
        return new TextClassification(labelSet, model, sentences);
    }

    ClassifyRequest request() {
        return Sentence.request(model.name(), model.tokenizerDigest(), sentences)
                .build();
    }

    /** @throws FailureException with the code of the first sentence that failed */
    Classification classification(ClassifyResponse response) {
        Optional<InferenceFailure> failure = response.getOutputsList().stream()
                .filter(Classified::hasFailure)
                .map(Classified::getFailure)
                .findFirst();
        if (failure.isPresent()) {
            throw new FailureException(
                    FailureCode.valueOf(failure.get().getCode()), failure.get().getReason());
        }
        MeanScores mean = new MeanScores(response.getLabelsList(), response.getMean());
        for (int i = 0; i < sentences.size(); i++) {
            mean.add(
                    response.getOutputs(i).getScores().getValuesList(),
                    sentences.get(i).weight());
        }
        Classification.Builder classification = mean.classification(labelSet, response.getThreshold());
        if (model.sentenceScores()) {
            for (int i = 0; i < sentences.size(); i++) {
                classification.addSegments(SegmentScores.newBuilder()
                        .setSegmentId("0." + sentences.get(i).segment())
                        .addAllValues(response.getOutputs(i).getScores().getValuesList()));
            }
        }
        return classification.build();
    }
}
