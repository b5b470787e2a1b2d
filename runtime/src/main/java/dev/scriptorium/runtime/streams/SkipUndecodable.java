package dev.scriptorium.runtime.streams;

import io.micrometer.core.instrument.Metrics;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jboss.logging.Logger;

/** Counts and skips a record that is no message of its topic's type; its bytes stay in the topic, at the place that is logged. */
public final class SkipUndecodable implements DeserializationExceptionHandler {

    private static final Logger LOG = Logger.getLogger(SkipUndecodable.class);

    @Override
    public DeserializationHandlerResponse handle(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        LOG.warnf(
                "Skipped an undecodable record: %s partition %d offset %d",
                record.topic(), record.partition(), record.offset());
        Metrics.counter("scriptorium.records.undecodable", "topic", record.topic())
                .increment();
        return DeserializationHandlerResponse.CONTINUE;
    }

    @Override
    public void configure(Map<String, ?> configs) {}
}
