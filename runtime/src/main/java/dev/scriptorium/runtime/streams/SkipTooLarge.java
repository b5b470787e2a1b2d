package dev.scriptorium.runtime.streams;

import io.micrometer.core.instrument.Metrics;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jboss.logging.Logger;

/**
 * Counts and drops an event that no broker takes, since sending it again can never succeed and would block its partition; its
 * document ends as one without progress. Any other error stops the thread, and the records are handled again.
 */
public final class SkipTooLarge implements ProductionExceptionHandler {

    private static final Logger LOG = Logger.getLogger(SkipTooLarge.class);

    @Override
    public ProductionExceptionHandlerResponse handle(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        if (!(exception instanceof RecordTooLargeException)) {
            return ProductionExceptionHandlerResponse.FAIL;
        }
        LOG.errorf("Dropped an event that is too large for %s", record.topic());
        Metrics.counter("scriptorium.records.too.large", "topic", record.topic())
                .increment();
        return ProductionExceptionHandlerResponse.CONTINUE;
    }

    @Override
    public void configure(Map<String, ?> configs) {}
}
