package dev.scriptorium.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.event.v1.DocumentExtracted;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import dev.scriptorium.proto.tokenizer.v1.TokenizerServiceGrpc;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.EventPublisher;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import dev.scriptorium.testing.servers.TestServers;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class TokenizerServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource
    URI server;

    @Inject
    EventPublisher publisher;

    @Test
    void answersATextInSegmentsWithTheIdsOfTheShippedModel() {
        SegmentResponse response = segment("Dr. Brown paid 12.5 million. That is all that the report says about it.");

        assertThat(response.getSegmentsList())
                .extracting(Segment::getText)
                .containsExactly("Dr. Brown paid 12.5 million.", "That is all that the report says about it.");
        assertThat(response.getLanguage()).isEqualTo("en");
        assertThat(response.getEncodings(0).getTokenizerDigest()).hasSize(64);
        assertThat(response.getEncodings(0).getSegmentsList())
                .allSatisfy(ids -> assertThat(ids.getIdsCount()).isGreaterThan(4));
    }

    @Test
    void refusesATextOverTheLimitAsAnInvalidArgument() {
        assertThat(segment("ab ".repeat(21_845) + "a").getSegmentsCount()).isPositive();

        assertThatThrownBy(() -> segment("ab ".repeat(21_845) + "ab"))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused -> assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
                .hasMessageContaining("at most 65536 bytes")
                .hasMessageContaining("65537");
    }

    @Test
    void publishesAnExtractedPartInSegmentsInTheSameTrace() throws Exception {
        String document = UUID.randomUUID().toString();
        TraceParent trace = TraceParent.start(new Random(7));
        DocumentExtracted event = DocumentExtracted.newBuilder()
                .setDocument(DocumentRef.newBuilder().setDocumentId(document))
                .setPartCount(1)
                .addBlocks(Block.newBuilder()
                        .setKind(BlockKind.BLOCK_KIND_PARAGRAPH)
                        .setText("Der Vertrag gilt z. B. bis Mai. Das ist alles."))
                .build();

        // The publisher refuses events until the topics are found.
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            publisher
                    .publish(Topics.DOCUMENTS_EXTRACTED, document, event, new EventContext("tenant-1", trace))
                    .toCompletableFuture()
                    .join();
            return true;
        });

        ConsumerRecord<String, byte[]> record = tokenized(document);

        assertThat(DocumentTokenized.parseFrom(record.value()).getSegmentsList())
                .extracting(Segment::getText)
                .containsExactly("Der Vertrag gilt z. B. bis Mai.", "Das ist alles.");
        assertThat(new String(record.headers().lastHeader("traceparent").value(), UTF_8))
                .contains(trace.traceId());
    }

    private SegmentResponse segment(String text) {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(server.getHost(), server.getPort())
                .usePlaintext()
                .build();
        try {
            return TokenizerServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .segment(SegmentRequest.newBuilder().setText(text).build());
        } finally {
            channel.shutdownNow();
        }
    }

    private static ConsumerRecord<String, byte[]> tokenized(String document) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", TestServers.shared().bootstrapServers(),
                "group.id", UUID.randomUUID().toString(),
                "auto.offset.reset", "earliest");
        AtomicReference<ConsumerRecord<String, byte[]>> found = new AtomicReference<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.DOCUMENTS_TOKENIZED.name()));
            Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(document)) {
                        found.set(record);
                    }
                });
                return found.get() != null;
            });
        }
        return found.get();
    }
}
