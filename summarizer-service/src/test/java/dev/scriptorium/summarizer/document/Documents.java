package dev.scriptorium.summarizer.document;

import com.google.protobuf.ByteString;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Encoding;
import dev.scriptorium.proto.document.v1.Lane;
import dev.scriptorium.proto.document.v1.Place;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.SummarizeTask;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.document.v1.TokenIds;
import dev.scriptorium.proto.document.v1.Window;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.inference.v1.EmbedResponse;
import dev.scriptorium.proto.inference.v1.Embedded;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.inference.v1.Usage;
import dev.scriptorium.proto.inference.v1.Vector;
import dev.scriptorium.summarizer.abstractive.AbstractiveSettings;
import java.util.List;

/** Tokenized parts of a document, and a model that answers with vectors made from what it is asked. */
final class Documents {

    static final int SEGMENTS_OF_A_WINDOW = 4;
    static final DocumentRef DOCUMENT = DocumentRef.newBuilder()
            .setTenantId("tenant-1")
            .setDocumentId("document-1")
            .setAttempt(1)
            .setLane(Lane.LANE_BULK)
            .build();

    static final Provenance SCORER = Provenance.newBuilder()
            .addModels("scorer")
            .addModelDigests("scorer-digest")
            .setSoftwareVersion("1.0")
            .build();

    static final AbstractiveSettings ABSTRACTIVE = new AbstractiveSettings(16, 0.5, 64);

    private Documents() {}

    /** A part of paragraphs, one sentence each, in windows of four, with a token for each character. */
    static DocumentTokenized part(int index, int count, int wanted, List<String> sentences) {
        DocumentTokenized.Builder part = DocumentTokenized.newBuilder()
                .setDocument(DOCUMENT)
                .addTasks(Task.newBuilder()
                        .setTaskId("task-1")
                        .setSummarize(SummarizeTask.newBuilder().setSentences(wanted)))
                .setPartIndex(index)
                .setPartCount(count)
                .setLanguage("en");
        Encoding.Builder encoding = Encoding.newBuilder().setTokenizerDigest("abc");
        for (int i = 0; i < sentences.size(); i++) {
            part.addSegments(Segment.newBuilder()
                    .setIndex(i)
                    .setBlockKind(BlockKind.BLOCK_KIND_PARAGRAPH)
                    .setPlace(Place.newBuilder().setPage(index + 1))
                    .setText(sentences.get(i)));
            encoding.addSegments(TokenIds.newBuilder().addIds(index).addIds(i));
            if (i % SEGMENTS_OF_A_WINDOW == 0) {
                part.addWindows(Window.newBuilder()
                        .setIndex(part.getWindowsCount())
                        .setFirstSegment(i)
                        .setSegmentCount(Math.min(SEGMENTS_OF_A_WINDOW, sentences.size() - i)));
            }
        }
        return part.addEncodings(encoding).build();
    }

    static InferenceCompleted answer(InferenceRequested request) {
        EmbedResponse.Builder response = EmbedResponse.newBuilder()
                .setUsage(Usage.newBuilder()
                        .setModel(request.getEmbed().getModel())
                        .setModelDigest("model-digest")
                        .setInputTokens(10)
                        .setModelMicros(100));
        for (Input input : request.getEmbed().getInputsList()) {
            int seed = input.hasTokens()
                    ? input.getTokens().getIds(1)
                    : input.getText().length();
            byte[] vector = {(byte) (100 - seed), (byte) (10 + 3 * seed), 50};
            response.addOutputs(
                    Embedded.newBuilder().setVector(Vector.newBuilder().setComponents(ByteString.copyFrom(vector))));
        }
        return completed(request).setEmbed(response).build();
    }

    static InferenceCompleted failure(InferenceRequested request, String code) {
        return completed(request)
                .setFailure(InferenceFailure.newBuilder().setCode(code).setReason("as the test wants it"))
                .build();
    }

    private static InferenceCompleted.Builder completed(InferenceRequested request) {
        return InferenceCompleted.newBuilder()
                .setDocument(request.getDocument())
                .setRequestId(request.getRequestId());
    }
}
