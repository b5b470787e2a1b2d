package dev.scriptorium.inference.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.fake.FakeCatalogue;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.Classified;
import dev.scriptorium.proto.inference.v1.ClassifyRequest;
import dev.scriptorium.proto.inference.v1.ClassifyResponse;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.Scores;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextClassificationTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "1024, 1", "1025, 2", "2115, 3"})
    void asksInAsManyRequestsAsTheSentencesNeed(int sentences, int requests) {
        List<ClassifyRequest> asked = text(sentences).requests(1024);

        assertThat(asked).hasSize(requests);
        assertThat(asked)
                .allSatisfy(request -> assertThat(request.getInputsCount()).isBetween(1, 1024));
        assertThat(asked.stream().mapToInt(ClassifyRequest::getInputsCount).sum())
                .isEqualTo(sentences);
        assertThat(asked.getLast()
                        .getInputs(asked.getLast().getInputsCount() - 1)
                        .getText())
                .isEqualTo("Sentence " + (sentences - 1));
    }

    @Test
    void putsTheAnswersOfSeveralRequestsTogether() {
        TextClassification text = text(3);

        Classification classification = text.classification(List.of(response(0.9f, 0.9f), response(0.1f)));

        assertThat(classification.getLabel()).isEqualTo("good");
        assertThat(classification.getScores(0).getScore()).isCloseTo(1.9f / 3, within());
        assertThat(classification.getSegmentsList())
                .extracting(scores -> scores.getSegmentId() + "=" + scores.getValues(0))
                .containsExactly("0.0=0.9", "0.1=0.9", "0.2=0.1");
    }

    @Test
    void failsWithTheFirstSentenceThatFailedInAnyRequest() {
        ClassifyResponse failed = ClassifyResponse.newBuilder()
                .addOutputs(Classified.newBuilder()
                        .setFailure(InferenceFailure.newBuilder()
                                .setCode("DEADLINE_EXCEEDED")
                                .setReason("too late")))
                .build();

        assertThatThrownBy(() -> text(3).classification(List.of(response(0.9f, 0.9f), failed)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED));
    }

    private static Offset<Float> within() {
        return Offset.offset(1e-5f);
    }

    private static TextClassification text(int sentences) {
        SegmentResponse.Builder segmented = SegmentResponse.newBuilder();
        IntStream.range(0, sentences)
                .forEach(i ->
                        segmented.addSegments(Segment.newBuilder().setIndex(i).setText("Sentence " + i)));
        return TextClassification.of("sentiment", FakeCatalogue.SENTIMENT, segmented.build());
    }

    private static ClassifyResponse response(float... good) {
        ClassifyResponse.Builder response =
                ClassifyResponse.newBuilder().addLabels("good").addLabels("bad");
        for (float score : good) {
            response.addOutputs(Classified.newBuilder()
                    .setScores(Scores.newBuilder().addValues(score).addValues(1 - score)));
        }
        return response.build();
    }
}
