package dev.scriptorium.runtime.streams;

import com.google.protobuf.Message;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.runtime.event.Received;

/**
 * What a service does with a part of a document and with the answers of the models that it asked about it.
 *
 * <p>A pure decision: all it knows comes by the arguments, all it does goes into the {@link Gathering}. Records arrive at
 * least once, in order per document and source, in no order between the two sources: a part that is known already gets its
 * requests or its result emitted again, an answer that no request waits for is ignored. Calls for one document never overlap;
 * calls for different documents may.
 *
 * <p>When a call throws, what it emitted is dropped and a DocumentFailed event tells why: in {@link #onTokenized} for each of
 * the document's tasks that concern the stage, in {@link #onCompleted} for the task that the request id begins with. To fail
 * one task and go on with the others, call {@link Gathering#fail}.
 *
 * @param <S> what is kept between calls, of one kind for all keys
 */
public interface GatherStage<S extends Message> {

    /** Whether the stage does this kind of task. Parts of documents without any are not handed to it. */
    boolean concerns(Task task);

    void onTokenized(Received<DocumentTokenized> tokenized, Gathering<S> gathering);

    void onCompleted(Received<InferenceCompleted> completed, Gathering<S> gathering);
}
