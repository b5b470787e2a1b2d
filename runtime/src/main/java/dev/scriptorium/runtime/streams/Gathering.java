package dev.scriptorium.runtime.streams;

import com.google.protobuf.Message;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.proto.Topic;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link GatherStage} remembers and sends while it handles one record. Not to be kept after the call.
 *
 * <p>Keys are "&lt;task id&gt;/&lt;part&gt;", so that all of a task's states stand under "&lt;task id&gt;/". A state that is not
 * written for as long as the topics keep their records is dropped.
 *
 * @param <S> what is kept
 */
public interface Gathering<S extends Message> {

    Optional<S> find(String key);

    void save(String key, S state);

    void forget(String key);

    /** All states whose key begins with the prefix, in the order of their keys. */
    List<S> under(String prefix);

    /** Sends an event in the trace of the record that is being handled, after the call has returned. */
    void emit(Topic topic, String key, Message event);

    /** Gives up on one task of the document that is being handled: sends DocumentFailed and forgets the task's states. */
    void fail(String taskId, FailureCode code, String reason);
}
