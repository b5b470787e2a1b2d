package dev.scriptorium.inference.classification;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.catalogue.ModelCard;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.Classified;
import dev.scriptorium.proto.inference.v1.ClassifyRequest;
import dev.scriptorium.proto.inference.v1.ClassifyResponse;
import dev.scriptorium.proto.inference.v1.SegmentScores;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import java.util.ArrayList;
import java.util.List;

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

    /** The model is asked about all sentences, in requests of at most so many. */
    List<ClassifyRequest> requests(int most) {
        List<ClassifyRequest> requests = new ArrayList<>();
        for (int first = 0; first < sentences.size(); first += most) {
            List<Sentence> some = sentences.subList(first, Math.min(first + most, sentences.size()));
            requests.add(Sentence.request(model.name(), model.tokenizerDigest(), some)
                    .build());
        }
        return requests;
    }

    /**
     * @param responses to the requests, in order
     * @throws FailureException with the code of the first sentence that failed
     */
    Classification classification(List<ClassifyResponse> responses) {
        ClassifyResponse first = responses.getFirst();
        List<Classified> outputs = responses.stream()
                .flatMap(response -> response.getOutputsList().stream())
                .toList();
        outputs.stream()
                .filter(Classified::hasFailure)
                .map(Classified::getFailure)
                .findFirst()
                .ifPresent(failure -> {
                    throw new FailureException(FailureCode.named(failure.getCode()), failure.getReason());
                });
        MeanScores mean = new MeanScores(first.getLabelsList(), first.getMean());
        for (int i = 0; i < sentences.size(); i++) {
            mean.add(
                    outputs.get(i).getScores().getValuesList(), sentences.get(i).weight());
        }
        Classification.Builder classification = mean.classification(labelSet, first.getThreshold());
        if (model.sentenceScores()) {
            for (int i = 0; i < sentences.size(); i++) {
                classification.addSegments(SegmentScores.newBuilder()
                        .setSegmentId("0." + sentences.get(i).segment())
                        .addAllValues(outputs.get(i).getScores().getValuesList()));
            }
        }
        return classification.build();
    }
}
