package dev.scriptorium.inference.classification;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.scriptorium.inference.fake.FakeCatalogue;
import dev.scriptorium.proto.Topic;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.ClassifyTask;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.event.v1.DocumentFailed;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.ClassificationPart;
import dev.scriptorium.testing.streams.TestTopologies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationTopologyTest {

    @TempDir
    private Path folder;

    private TopologyTestDriver driver;

    @BeforeEach
    void start() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        var stage = new ClassificationStage(
                new LabelSets(Map.of("sentiment", () -> FakeCatalogue.SENTIMENT), TrainedLabelSets.NONE), 100, "1.2.3");
        driver = new TopologyTestDriver(
                TestTopologies.of(Topics.CLASSIFIER, stage, ClassificationPart.parser()), settings);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void classifiesADocumentOfSeveralPartsDeliveredTwiceAndKeepsNothingOfIt() throws InvalidProtocolBufferException {
        for (int delivery = 0; delivery < 2; delivery++) {
            pipe(Topics.DOCUMENTS_TOKENIZED, Documents.part(0, 2, List.of("Good+."), List.of("So so.")));
            pipe(Topics.DOCUMENTS_TOKENIZED, Documents.part(1, 2, List.of("Good++.")));
        }
        List<byte[]> requests = read(Topics.INFERENCE_REQUESTS_BULK);
        assertThat(requests).hasSize(6);
        for (byte[] request : requests.reversed()) {
            pipe(Topics.responses(Topics.CLASSIFIER), Documents.answer(InferenceRequested.parseFrom(request)));
        }

        List<byte[]> results = read(Topics.DOCUMENTS_RESULTS);
        assertThat(results).hasSize(1);
        TaskCompleted completed = TaskCompleted.parseFrom(results.getFirst());
        assertThat(completed.getDocument()).isEqualTo(Documents.DOCUMENT);
        assertThat(completed.getTaskId()).isEqualTo("task");
        assertThat(completed.getClassification().getLabel()).isEqualTo("positive");
        assertThat(completed.getClassification().getSegmentsCount()).isEqualTo(3);
        try (var left = driver.getKeyValueStore("states").all()) {
            assertThat(left.hasNext()).isFalse();
        }
    }

    @Test
    void failsTheTaskWhoseLabelSetIsUnknown() throws InvalidProtocolBufferException {
        Task unknown = Task.newBuilder()
                .setTaskId("unknown")
                .setClassify(ClassifyTask.newBuilder().setLabelSet("topics"))
                .build();
        pipe(
                Topics.DOCUMENTS_TOKENIZED,
                Documents.part(0, 1, List.of("Good+.")).toBuilder()
                        .clearTasks()
                        .addTasks(unknown)
                        .build());

        DocumentFailed failed =
                DocumentFailed.parseFrom(read(Topics.DOCUMENTS_FAILED).getFirst());
        assertThat(failed.getTaskId()).isEqualTo("unknown");
        assertThat(failed.getCode()).isEqualTo("LABEL_SET_UNKNOWN");
        assertThat(failed.getStage()).isEqualTo("classifier");
        assertThat(failed.getRetryable()).isFalse();
    }

    private void pipe(Topic topic, Message event) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput("document", event.toByteArray());
    }

    private List<byte[]> read(Topic topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
                .readValuesToList();
    }
}
