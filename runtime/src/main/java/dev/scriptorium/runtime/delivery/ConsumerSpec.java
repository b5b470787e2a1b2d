package dev.scriptorium.runtime.delivery;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.scriptorium.proto.Topic;
import dev.scriptorium.proto.document.v1.DocumentRef;
import java.util.List;
import java.util.function.Function;

/**
 * What a stage consumes.
 *
 * @param stage names the consumer group, the metrics, and the stage of a failure
 * @param document the document that an event is about, for its failure
 * @param maxInFlight records in progress above which partitions pause; also the largest batch
 */
public record ConsumerSpec<E extends Message>(
        String stage, List<Topic> topics, Parser<E> parser, Function<E, DocumentRef> document, int maxInFlight) {

    public ConsumerSpec {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight must be at least 1: " + maxInFlight);
        }
        topics = List.copyOf(topics);
    }
}
