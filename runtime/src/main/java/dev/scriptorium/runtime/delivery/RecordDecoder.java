package dev.scriptorium.runtime.delivery;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.scriptorium.runtime.event.EventHeaders;
import dev.scriptorium.runtime.event.Received;
import io.micrometer.core.instrument.Counter;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Reads records. One that is no event of the topic is counted and named in the log by its place, and never blocks. */
final class RecordDecoder<E extends Message> {

    private static final Logger LOG = Logger.getLogger(RecordDecoder.class);

    private final Parser<E> parser;
    private final EventHeaders headers;
    private final Counter undecodable;

    RecordDecoder(Parser<E> parser, EventHeaders headers, Counter undecodable) {
        this.parser = parser;
        this.headers = headers;
        this.undecodable = undecodable;
    }

    Optional<Received<E>> decode(ConsumerRecord<String, byte[]> record) {
        if (record.key() != null && record.value() != null) {
            try {
                return Optional.of(
                        new Received<>(record.key(), parser.parseFrom(record.value()), headers.read(record.headers())));
            } catch (InvalidProtocolBufferException e) {
                LOG.debug("Undecodable", e);
            }
        }
        undecodable.increment();
        LOG.warnf("Skipped a record that is no event: %s-%d@%d", record.topic(), record.partition(), record.offset());
        return Optional.empty();
    }
}
