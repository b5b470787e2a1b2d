package dev.scriptorium.summarizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.proto.Topic;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.SummarizeTask;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.document.v1.Window;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.EmbedResponse;
import dev.scriptorium.proto.inference.v1.Embedded;
import dev.scriptorium.proto.inference.v1.Vector;
import dev.scriptorium.proto.summarizer.v1.SummarizeRequest;
import dev.scriptorium.proto.summarizer.v1.SummarizerServiceGrpc;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.EventPublisher;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import dev.scriptorium.testing.servers.TestServers;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class SummarizerServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final EventContext CONTEXT = new EventContext("tenant-1", TraceParent.start(new Random(5)));

    @TestHTTPResource
    URI server;

    @Inject
    EventPublisher publisher;

    @Test
    void summarizesADocumentByKafka() throws Exception {
        DocumentTokenized tokenized = aDocumentOfFourSentences();
        String document = tokenized.getDocument().getDocumentId();
        String task = tokenized.getTasks(0).getTaskId();
        publish(Topics.DOCUMENTS_TOKENIZED, document, tokenized);

        InferenceRequested request = InferenceRequested.parseFrom(
                read(Topics.INFERENCE_REQUESTS_BULK, record -> record.key().startsWith(task)));
        assertThat(request.getEmbed().getModel()).isEqualTo("sentence-embedding");
        publish(Topics.responses(Topics.SUMMARIZER), document, answer(request));

        TaskCompleted result = TaskCompleted.parseFrom(
                read(Topics.DOCUMENTS_RESULTS, record -> record.key().equals(document)));
        assertThat(result.getTaskId()).isEqualTo(task);
        assertThat(result.getSummary().getSentencesCount()).isEqualTo(2);
    }

    @Test
    void saysByGrpcWhichServiceIsMissing() {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(server.getHost(), server.getPort())
                .usePlaintext()
                .build();
        try {
            var request = SummarizeRequest.newBuilder().setText("A text.").build();
            assertThatThrownBy(
                            () -> SummarizerServiceGrpc.newBlockingStub(channel).summarize(request))
                    .hasMessageContaining("tokenizer-service does not answer");
        } finally {
            channel.shutdownNow();
        }
    }

    private static DocumentTokenized aDocumentOfFourSentences() {
        DocumentTokenized.Builder document = DocumentTokenized.newBuilder()
                .setDocument(
                        DocumentRef.newBuilder().setDocumentId(UUID.randomUUID().toString()))
                .addTasks(Task.newBuilder()
                        .setTaskId(UUID.randomUUID().toString())
                        .setSummarize(SummarizeTask.newBuilder().setSentences(2)))
                .setPartCount(1)
                .addWindows(Window.newBuilder().setSegmentCount(4));
        for (int i = 0; i < 4; i++) {
            document.addSegments(Segment.newBuilder()
                    .setIndex(i)
                    .setBlockKind(BlockKind.BLOCK_KIND_PARAGRAPH)
                    .setText("The council said this and that, part " + i + " of it."));
        }
        return document.build();
    }

    private static InferenceCompleted answer(InferenceRequested request) {
        EmbedResponse.Builder response = EmbedResponse.newBuilder();
        for (int i = 0; i < request.getEmbed().getInputsCount(); i++) {
            byte[] vector = {(byte) (100 - 30 * i), (byte) (30 * i), 10};
            response.addOutputs(
                    Embedded.newBuilder().setVector(Vector.newBuilder().setComponents(ByteString.copyFrom(vector))));
        }
        return InferenceCompleted.newBuilder()
                .setDocument(request.getDocument())
                .setRequestId(request.getRequestId())
                .setEmbed(response)
                .build();
    }

    /** The publisher refuses events until the topics are found. */
    private void publish(Topic topic, String key, Message event) {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            publisher.publish(topic, key, event, CONTEXT).toCompletableFuture().join();
            return true;
        });
    }

    private static byte[] read(Topic topic, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", TestServers.shared().bootstrapServers(),
                "group.id", UUID.randomUUID().toString(),
                "auto.offset.reset", "earliest");
        AtomicReference<byte[]> found = new AtomicReference<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic.name()));
            Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (wanted.test(record)) {
                        found.set(record.value());
                    }
                });
                return found.get() != null;
            });
        }
        return found.get();
    }
}
