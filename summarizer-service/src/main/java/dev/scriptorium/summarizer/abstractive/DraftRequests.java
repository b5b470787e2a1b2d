package dev.scriptorium.summarizer.abstractive;

import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.inference.v1.EmbedRequest;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.summarizer.v1.DraftText;
import dev.scriptorium.runtime.streams.RequestId;
import java.util.List;

/** Requests to the model that writes and, for the sentences that it wrote, to the one that embeds. */
record DraftRequests(String embeddingModel) {

    /** The task in task_specific_params of config.json. */
    private static final String TASK = "summarization";

    InferenceRequested write(RequestId id, DocumentRef document, String model, String text) {
        return request(id, document)
                .setGenerate(GenerateRequest.newBuilder()
                        .setModel(model)
                        .setTask(TASK)
                        .addInputs(Input.newBuilder().setText(text))
                        .setLane(document.getLane())
                        .setTenantId(document.getTenantId()))
                .build();
    }

    InferenceRequested embed(RequestId id, DocumentRef document, List<DraftText> sentences) {
        EmbedRequest.Builder embed = EmbedRequest.newBuilder()
                .setModel(embeddingModel)
                .setLane(document.getLane())
                .setTenantId(document.getTenantId());
        sentences.forEach(sentence -> embed.addInputs(Input.newBuilder().setText(sentence.getText())));
        return request(id, document).setEmbed(embed).build();
    }

    private static InferenceRequested.Builder request(RequestId id, DocumentRef document) {
        return InferenceRequested.newBuilder()
                .setDocument(document)
                .setRequestId(id.toString())
                .setCaller(Topics.SUMMARIZER);
    }
}
