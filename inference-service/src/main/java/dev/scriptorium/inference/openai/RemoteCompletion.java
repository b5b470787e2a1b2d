package dev.scriptorium.inference.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.inference.remote.RemoteAnswer;
import dev.scriptorium.inference.remote.RemoteModel;
import java.time.Instant;

/** A request that a remote model answers: its fields are passed on as they are, and so is the answer. */
record RemoteCompletion(RemoteModel model, RequestBody body, Reply reply) {

    /** On the thread of the request, which a client that goes away interrupts. */
    void run(String path, Instant deadline) {
        boolean usageAsked = CompletionRequest.usageInStream(body);
        ObjectNode request = body.json().deepCopy();
        if (body.flag("stream")) {
            // Our own metrics have the usage, whoever asks for it.
            request.withObjectProperty("stream_options").put("include_usage", true);
        }
        reply.onClosed(Thread.currentThread()::interrupt);
        model.ask(path, request, deadline, new RemoteAnswer() {
            @Override
            public void whole(ObjectNode answer) {
                reply.json(answer);
            }

            @Override
            public void piece(ObjectNode piece) {
                if (usageAsked
                        || !(piece.path("choices").isEmpty()
                                && piece.path("usage").isObject())) {
                    reply.event(piece);
                }
            }

            @Override
            public void endOfPieces() {
                reply.endOfEvents();
            }
        });
    }
}
