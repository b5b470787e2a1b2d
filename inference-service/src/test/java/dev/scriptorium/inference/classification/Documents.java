package dev.scriptorium.inference.classification;

import dev.scriptorium.inference.fake.FakeClassifier;
import dev.scriptorium.proto.document.v1.ClassifyTask;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Encoding;
import dev.scriptorium.proto.document.v1.Lane;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.document.v1.TokenIds;
import dev.scriptorium.proto.document.v1.Window;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.inference.v1.Classified;
import dev.scriptorium.proto.inference.v1.ClassifyResponse;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.inference.v1.Scores;
import dev.scriptorium.proto.inference.v1.Usage;
import java.util.List;

/** Parts of a document to classify, and what the fake classifier says about them. */
final class Documents {

    static final DocumentRef DOCUMENT = DocumentRef.newBuilder()
            .setTenantId("acme")
            .setDocumentId("document")
            .setLane(Lane.LANE_BULK)
            .build();
    static final Task SENTIMENT = Task.newBuilder()
            .setTaskId("task")
            .setClassify(ClassifyTask.newBuilder().setLabelSet("sentiment"))
            .build();
    private static final FakeClassifier MODEL = new FakeClassifier();

    private Documents() {}

    /** A part whose windows hold these sentences. */
    @SafeVarargs
    static DocumentTokenized part(int index, int count, List<String>... windows) {
        DocumentTokenized.Builder part = DocumentTokenized.newBuilder()
                .setDocument(DOCUMENT)
                .addTasks(SENTIMENT)
                .setPartIndex(index)
                .setPartCount(count)
                .setLanguage("en");
        Encoding.Builder encoding = Encoding.newBuilder().setTokenizerDigest(FakeClassifier.TOKENIZER_DIGEST);
        for (List<String> window : windows) {
            part.addWindows(Window.newBuilder()
                    .setIndex(part.getWindowsCount())
                    .setFirstSegment(part.getSegmentsCount())
                    .setSegmentCount(window.size()));
            for (String sentence : window) {
                part.addSegments(
                        Segment.newBuilder().setIndex(part.getSegmentsCount()).setText(sentence));
                encoding.addSegments(ids(sentence).getTokens());
            }
        }
        return part.addEncodings(encoding).build();
    }

    static Input ids(String text) {
        TokenIds.Builder ids = TokenIds.newBuilder();
        for (int id : MODEL.encode(text)) {
            ids.addIds(id);
        }
        return Input.newBuilder().setTokens(ids).build();
    }

    /** What the model says to a request, at the price of one token. */
    static InferenceCompleted answer(InferenceRequested request) {
        ClassifyResponse.Builder response = ClassifyResponse.newBuilder()
                .addAllLabels(MODEL.labels())
                .setUsage(Usage.newBuilder()
                        .setModel("sentiment")
                        .setModelDigest("digest")
                        .setInputTokens(1));
        for (Input input : request.getClassify().getInputsList()) {
            int[] ids = input.getTokens().getIdsList().stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            Scores.Builder scores = Scores.newBuilder();
            for (float score : MODEL.classify(List.of(ids)).getFirst()) {
                scores.addValues(score);
            }
            response.addOutputs(Classified.newBuilder().setScores(scores));
        }
        return InferenceCompleted.newBuilder()
                .setDocument(DOCUMENT)
                .setRequestId(request.getRequestId())
                .setClassify(response)
                .build();
    }
}
