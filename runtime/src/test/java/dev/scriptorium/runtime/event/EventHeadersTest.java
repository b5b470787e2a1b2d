package dev.scriptorium.runtime.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.proto.event.v1.DocumentReceived;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EventHeadersTest {

    private final Clock clock = Clock.fixed(Instant.parse("2026-11-23T10:15:30.123456Z"), ZoneOffset.UTC);
    private final EventHeaders events = new EventHeaders("/scriptorium/ingest", clock, new Random(3));
    private final Headers headers = new RecordHeaders();

    @Test
    void writesCloudEventsInBinaryMode() {
        EventContext context = new EventContext("acme", TraceParent.start(new Random(5)));

        events.write(headers, DocumentReceived.getDefaultInstance(), "doc-1", context);

        assertThat(value("ce_specversion")).isEqualTo("1.0");
        assertThat(value("ce_type")).isEqualTo("scriptorium.event.v1.DocumentReceived");
        assertThat(value("ce_source")).isEqualTo("/scriptorium/ingest");
        assertThat(value("ce_subject")).isEqualTo("doc-1");
        assertThat(value("ce_time")).isEqualTo("2026-11-23T10:15:30.123Z");
        assertThat(value("ce_id")).isNotBlank();
        assertThat(value("content-type")).isEqualTo("application/protobuf");
    }

    @Test
    void readsBackTenantAndTraceInANewSpan() {
        EventContext context = new EventContext("acme", TraceParent.start(new Random(5)));

        events.write(headers, DocumentReceived.getDefaultInstance(), "doc-1", context);
        EventContext read = events.read(headers);

        assertThat(read.tenantId()).isEqualTo("acme");
        assertThat(read.trace().traceId()).isEqualTo(context.trace().traceId());
        assertThat(read.trace().spanId()).isNotEqualTo(context.trace().spanId());
    }

    @Test
    void startsATraceWhereTheRecordHasNone() {
        headers.add("traceparent", "nonsense".getBytes(UTF_8));

        assertThat(events.read(headers).trace().traceId()).hasSize(32);
    }

    private String value(String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
