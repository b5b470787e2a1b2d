package dev.scriptorium.runtime.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import dev.scriptorium.core.trace.TraceParent;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Writes and reads the headers of a record: CloudEvents in binary mode, and {@code traceparent}. Thread-safe if its
 * random generator is.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">CloudEvents
 *     Kafka binding, section 3.2</a>
 */
public final class EventHeaders {

    private final String source;
    private final Clock clock;
    private final RandomGenerator random;

    public EventHeaders(String source, Clock clock, RandomGenerator random) {
        this.source = source;
        this.clock = clock;
        this.random = random;
    }

    /** Adds the headers of an event: a new span of the context's trace, whose id is also the event's id. */
    public void write(Headers headers, Message event, String key, EventContext context) {
        TraceParent span = context.trace().child(random);
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", span.spanId());
        add(headers, "ce_type", event.getDescriptorForType().getFullName());
        add(headers, "ce_source", source);
        add(headers, "ce_subject", key);
        add(headers, "ce_time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        add(headers, "ce_tenantid", context.tenantId());
        add(headers, "content-type", "application/protobuf");
        add(headers, "traceparent", span.header());
    }

    /** Reads the context; a record without a valid {@code traceparent} starts a trace of its own. */
    public EventContext read(Headers headers) {
        return new EventContext(
                value(headers, "ce_tenantid"),
                TraceParent.parse(value(headers, "traceparent")).orElseGet(() -> TraceParent.start(random)));
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static String value(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }
}
