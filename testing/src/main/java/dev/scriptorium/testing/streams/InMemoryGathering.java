package dev.scriptorium.testing.streams;

import com.google.protobuf.Message;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.proto.Topic;
import dev.scriptorium.runtime.streams.Gathering;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A {@link Gathering} without Kafka, which records the events that a stage emits. Not thread-safe.
 *
 * @param <S> what is kept
 */
public final class InMemoryGathering<S extends Message> implements Gathering<S> {

    /** An event that a stage sent. */
    public record Emitted(Topic topic, String key, Message event) {}

    /** A task that a stage gave up on. */
    public record Failed(String taskId, FailureCode code, String reason) {}

    private final TreeMap<String, S> states = new TreeMap<>();
    private final List<Emitted> emitted = new ArrayList<>();
    private final List<Failed> failed = new ArrayList<>();

    @Override
    public Optional<S> find(String key) {
        return Optional.ofNullable(states.get(key));
    }

    @Override
    public void save(String key, S state) {
        states.put(key, state);
    }

    @Override
    public void forget(String key) {
        states.remove(key);
    }

    @Override
    public List<S> under(String prefix) {
        return List.copyOf(states.subMap(prefix, prefix + Character.MAX_VALUE).values());
    }

    @Override
    public void emit(Topic topic, String key, Message event) {
        emitted.add(new Emitted(topic, key, event));
    }

    @Override
    public void fail(String taskId, FailureCode code, String reason) {
        failed.add(new Failed(taskId, code, reason));
        states.subMap(taskId + "/", taskId + "/" + Character.MAX_VALUE).clear();
    }

    /** Keys that are kept now, in order. */
    public List<String> keys() {
        return List.copyOf(states.keySet());
    }

    /** All that was emitted so far, in order. */
    public List<Emitted> emitted() {
        return List.copyOf(emitted);
    }

    /** What was emitted to one topic, as the messages that it carries. */
    public <E extends Message> List<E> emitted(Topic topic, Class<E> type) {
        return emitted.stream()
                .filter(each -> each.topic().equals(topic))
                .map(each -> type.cast(each.event()))
                .toList();
    }

    public List<Failed> failed() {
        return List.copyOf(failed);
    }

    /** Forgets what was emitted and failed, not the states. */
    public void clearEmitted() {
        emitted.clear();
        failed.clear();
    }
}
