package dev.scriptorium.translator.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.memory.TranslationMemory;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.document.v1.TranslateTask;
import dev.scriptorium.proto.event.v1.DocumentFailed;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.translator.v1.PartState;
import dev.scriptorium.testing.streams.TestTopologies;
import dev.scriptorium.translator.FakeModels;
import dev.scriptorium.translator.Texts;
import dev.scriptorium.translator.glossary.CurrentTerms;
import dev.scriptorium.translator.part.TranslationSettings;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranslationTopologyTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    private Path folder;

    private final FakeModels models = FakeModels.of("fr-en", "en-de");
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> tokenized;
    private TestInputTopic<String, byte[]> answers;
    private TestOutputTopic<String, byte[]> requests;
    private TestOutputTopic<String, byte[]> results;
    private TestOutputTopic<String, byte[]> failures;

    @BeforeEach
    void start() {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "translation-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        var stage = new TranslationStage(
                models::directions,
                new TranslationSettings(16, 6, 0.2),
                TranslationMemory.NONE,
                CurrentTerms.NONE,
                "1.2.3");
        driver = new TopologyTestDriver(TestTopologies.of(Topics.TRANSLATOR, stage, PartState.parser()), settings);
        tokenized = input(Topics.DOCUMENTS_TOKENIZED.name());
        answers = input(Topics.responses(Topics.TRANSLATOR).name());
        requests = output(Topics.INFERENCE_REQUESTS_BULK.name());
        results = output(Topics.DOCUMENTS_RESULTS.name());
        failures = output(Topics.DOCUMENTS_FAILED.name());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void goesThroughThePivotInOneTrace() throws Exception {
        tokenized.pipeInput(part());
        answer();
        answer();

        TestRecord<String, byte[]> result = results.readRecord();
        assertThat(result.key()).isEqualTo("document-1");
        assertThat(new String(result.headers().lastHeader("traceparent").value(), UTF_8))
                .contains(TRACE);
        TaskCompleted completed = TaskCompleted.parseFrom(result.value());
        assertThat(completed.getTranslation().getPathList()).containsExactly("fr", "en", "de");
        assertThat(completed.getTranslation().getSegments(0).getTarget()).isEqualTo("EL LIESNOC A ÉGÉIS REIH.");
        assertThat(results.isEmpty()).isTrue();
    }

    @Test
    void failsTheTaskOnceWhereTheModelCannotServe() throws Exception {
        tokenized.pipeInput(part());
        InferenceRequested request = InferenceRequested.parseFrom(requests.readValue());
        var failed = InferenceCompleted.newBuilder()
                .setDocument(request.getDocument())
                .setRequestId(request.getRequestId())
                .setFailure(
                        InferenceFailure.newBuilder().setCode("MODEL_CORRUPT").setReason("A file is damaged."))
                .build();

        answers.pipeInput(new TestRecord<>("document-1", failed.toByteArray(), headers()));
        answers.pipeInput(new TestRecord<>("document-1", failed.toByteArray(), headers()));

        DocumentFailed failure = DocumentFailed.parseFrom(failures.readValue());
        assertThat(failure.getTaskId()).isEqualTo("task-1");
        assertThat(failure.getCode()).isEqualTo("MODEL_CORRUPT");
        assertThat(failures.isEmpty()).isTrue();
    }

    private void answer() throws Exception {
        InferenceRequested request = InferenceRequested.parseFrom(requests.readValue());
        var completed = InferenceCompleted.newBuilder()
                .setDocument(request.getDocument())
                .setRequestId(request.getRequestId())
                .setGenerate(models.answer(request.getGenerate()))
                .build();
        answers.pipeInput(new TestRecord<>("document-1", completed.toByteArray(), headers()));
    }

    private static TestRecord<String, byte[]> part() {
        var part = DocumentTokenized.newBuilder()
                .setDocument(
                        DocumentRef.newBuilder().setDocumentId("document-1").setTenantId("tenant-1"))
                .addTasks(Task.newBuilder()
                        .setTaskId("task-1")
                        .setTranslate(TranslateTask.newBuilder().setTargetLanguage("de")))
                .setPartCount(1)
                .addAllSegments(Texts.segments("fr", "Le conseil a siégé hier."))
                .setLanguage("fr")
                .build();
        return new TestRecord<>("document-1", part.toByteArray(), headers());
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
}
