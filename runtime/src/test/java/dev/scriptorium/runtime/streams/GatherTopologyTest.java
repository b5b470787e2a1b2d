package dev.scriptorium.runtime.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.SummarizeTask;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.document.v1.TranslateTask;
import dev.scriptorium.proto.event.v1.DocumentFailed;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.runtime.event.EventHeaders;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.runtime.kafka.KafkaConfiguration;
import dev.scriptorium.runtime.kafka.KafkaNames;
import dev.scriptorium.runtime.metrics.StageMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatherTopologyTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final DocumentRef DOCUMENT = DocumentRef.newBuilder()
            .setDocumentId("document-1")
            .setTenantId("tenant-1")
            .build();

    @TempDir
    private Path folder;

    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> tokenized;
    private TestInputTopic<String, byte[]> completed;

    @BeforeEach
    void start() {
        var settings = StreamsSettings.of("test", Map.of("bootstrap.servers", "localhost:1"), configuration());
        driver = new TopologyTestDriver(
                GatherTopology.build(
                        Topics.TRANSLATOR,
                        new Echo(),
                        StringValue.parser(),
                        new EventHeaders("/test", Clock.systemUTC(), RandomGenerator.getDefault()),
                        new StageMetrics(new SimpleMeterRegistry()),
                        KafkaNames.PLAIN,
                        Topics.DOCUMENTS_TOKENIZED.retention()),
                settings,
                Instant.EPOCH);
        tokenized = input(Topics.DOCUMENTS_TOKENIZED.name());
        completed = input(Topics.responses(Topics.TRANSLATOR).name());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void sendsWhatTheStageEmitsToTheTopicThatItChose() throws Exception {
        tokenized.pipeInput(part("task-1"));

        InferenceRequested request = InferenceRequested.parseFrom(
                output(Topics.INFERENCE_REQUESTS_BULK.name()).readRecord().value());
        assertThat(request.getRequestId()).isEqualTo("task-1/0/ask/0");

        completed.pipeInput(answer("task-1/0/ask/0"));

        TestRecord<String, byte[]> result =
                output(Topics.DOCUMENTS_RESULTS.name()).readRecord();
        assertThat(result.key()).isEqualTo("document-1");
        assertThat(TaskCompleted.parseFrom(result.value()).getTaskId()).isEqualTo("task-1");
        assertThat(states().approximateNumEntries()).isZero();
    }

    @Test
    void keepsTheTraceAndTheTenantFromRecordToRecord() {
        tokenized.pipeInput(part("task-1"));

        var headers = output(Topics.INFERENCE_REQUESTS_BULK.name()).readRecord().headers();
        assertThat(new String(headers.lastHeader("traceparent").value(), UTF_8)).startsWith("00-" + TRACE + "-");
        assertThat(new String(headers.lastHeader("ce_tenantid").value(), UTF_8)).isEqualTo("tenant-1");
        assertThat(new String(headers.lastHeader("ce_type").value(), UTF_8))
                .isEqualTo("scriptorium.event.v1.InferenceRequested");
    }

    @Test
    void skipsWhatIsNoEvent() {
        tokenized.pipeInput("document-1", new byte[] {1, 2, 3});
        tokenized.pipeInput("document-1", (byte[]) null);
        tokenized.pipeInput(part("task-1"));

        assertThat(output(Topics.INFERENCE_REQUESTS_BULK.name()).readRecordsToList())
                .hasSize(1);
    }

    @Test
    void failsTheTasksThatConcernTheStageWhenItThrows() throws Exception {
        tokenized.pipeInput(part("unavailable"));

        List<DocumentFailed> failed = failed();
        assertThat(failed).hasSize(1);
        assertThat(failed.getFirst().getTaskId()).isEqualTo("unavailable");
        assertThat(failed.getFirst().getStage()).isEqualTo(Topics.TRANSLATOR);
        assertThat(failed.getFirst().getCode()).isEqualTo("LANGUAGE_PAIR_UNAVAILABLE");
        assertThat(failed.getFirst().getRetryable()).isFalse();
        assertThat(output(Topics.INFERENCE_REQUESTS_BULK.name()).isEmpty()).isTrue();
    }

    @Test
    void failsTheTaskOfTheRequestAndForgetsItsStates() throws Exception {
        tokenized.pipeInput(part("task-1"));
        tokenized.pipeInput(part("task-12"));

        completed.pipeInput(answer("task-1/0/broken/0"));

        assertThat(failed()).extracting(DocumentFailed::getTaskId).containsExactly("task-1");
        assertThat(states().get("task-1/0")).isNull();
        assertThat(states().get("task-12/0")).isNotNull();
    }

    @Test
    void takesADefectOfTheStageForAnInternalFailure() throws Exception {
        completed.pipeInput(answer("task-1/0/defect/0"));

        assertThat(failed()).extracting(DocumentFailed::getCode).containsExactly("INTERNAL");
    }

    @Test
    void dropsStatesThatOutlivedTheirRecords() {
        tokenized.pipeInput(part("task-1"));

        driver.advanceWallClockTime(Topics.DOCUMENTS_TOKENIZED.retention().minusHours(1));
        assertThat(states().get("task-1/0")).isNotNull();
        driver.advanceWallClockTime(Duration.ofHours(2));

        assertThat(states().get("task-1/0")).isNull();
    }

    /** Asks once for each part, and takes any answer for the result. */
    private static final class Echo implements GatherStage<StringValue> {

        @Override
        public boolean concerns(Task task) {
            return task.hasTranslate();
        }

        @Override
        public void onTokenized(Received<DocumentTokenized> tokenized, Gathering<StringValue> gathering) {
            for (Task task : tokenized.event().getTasksList()) {
                if (concerns(task)) {
                    String key = task.getTaskId() + "/" + tokenized.event().getPartIndex();
                    gathering.save(key, StringValue.of("waiting"));
                    gathering.emit(
                            Topics.INFERENCE_REQUESTS_BULK,
                            key + "/ask/0",
                            InferenceRequested.newBuilder()
                                    .setRequestId(key + "/ask/0")
                                    .build());
                    if (task.getTaskId().equals("unavailable")) {
                        throw new FailureException(FailureCode.LANGUAGE_PAIR_UNAVAILABLE, "No model");
                    }
                }
            }
        }

        @Override
        public void onCompleted(Received<InferenceCompleted> completed, Gathering<StringValue> gathering) {
            String[] id = completed.event().getRequestId().split("/");
            switch (id[2]) {
                case "broken" -> throw new FailureException(FailureCode.OVERLOADED, "Too much to do");
                case "defect" -> throw new IllegalStateException("a defect");
                default -> {
                    assertThat(gathering.find(id[0] + "/" + id[1])).isPresent();
                    assertThat(gathering.under(id[0] + "/")).hasSize(1);
                    gathering.forget(id[0] + "/" + id[1]);
                    gathering.emit(
                            Topics.DOCUMENTS_RESULTS,
                            completed.key(),
                            TaskCompleted.newBuilder().setTaskId(id[0]).build());
                }
            }
        }
    }

    private List<DocumentFailed> failed() throws InvalidProtocolBufferException {
        List<DocumentFailed> failed = new ArrayList<>();
        for (var record : output(Topics.DOCUMENTS_FAILED.name()).readRecordsToList()) {
            failed.add(DocumentFailed.parseFrom(record.value()));
        }
        return failed;
    }

    private KeyValueStore<String, StringValue> states() {
        return driver.getKeyValueStore(GatherTopology.STATES);
    }

    private static TestRecord<String, byte[]> part(String taskId) {
        var part = DocumentTokenized.newBuilder()
                .setDocument(DOCUMENT)
                .addTasks(Task.newBuilder()
                        .setTaskId(taskId)
                        .setTranslate(TranslateTask.newBuilder().setTargetLanguage("de")))
                .addTasks(Task.newBuilder().setTaskId("other").setSummarize(SummarizeTask.newBuilder()))
                .build();
        return new TestRecord<>("document-1", part.toByteArray(), headers());
    }

    private static TestRecord<String, byte[]> answer(String requestId) {
        var answer = InferenceCompleted.newBuilder()
                .setDocument(DOCUMENT)
                .setRequestId(requestId)
                .build();
        return new TestRecord<>("document-1", answer.toByteArray(), headers());
    }

    private static RecordHeaders headers() {
        var headers = new RecordHeaders();
        headers.add("traceparent", ("00-" + TRACE + "-b7ad6b7169203331-01").getBytes(UTF_8));
        headers.add("ce_tenantid", "tenant-1".getBytes(UTF_8));
        return headers;
    }

    private TestInputTopic<String, byte[]> input(String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
    }

    private TestOutputTopic<String, byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private KafkaConfiguration.Streams configuration() {
        return new KafkaConfiguration.Streams() {
            @Override
            public boolean enabled() {
                return true;
            }

            @Override
            public int threads() {
                return 1;
            }

            @Override
            public OptionalInt replicationFactor() {
                return OptionalInt.empty();
            }

            @Override
            public Path stateDirectory() {
                return folder;
            }
        };
    }
}
