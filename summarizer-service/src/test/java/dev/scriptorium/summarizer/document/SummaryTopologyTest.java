package dev.scriptorium.summarizer.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.event.v1.DocumentFailed;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.summarizer.v1.SummaryState;
import dev.scriptorium.summarizer.SummarySettings;
import dev.scriptorium.summarizer.ranking.ExtractiveSummary;
import dev.scriptorium.summarizer.ranking.Scorers;
import dev.scriptorium.testing.streams.TestTopologies;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTopologyTest {

    @TempDir
    private Path folder;

    private TopologyTestDriver driver;

    @BeforeEach
    void start() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        SummaryStage stage = new SummaryStage(
                new SummarySettings("sentence-embedding", 100, 5),
                new ExtractiveSummary(Scorers.usual()),
                Documents.SCORER,
                Documents.ABSTRACTIVE);
        driver = new TopologyTestDriver(TestTopologies.of(Topics.SUMMARIZER, stage, SummaryState.parser()), settings);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void summarizesADocumentOfManyPartsAndKeepsNothingOfIt() throws InvalidProtocolBufferException {
        int parts = 12;
        for (int i = 0; i < parts; i++) {
            pipe(
                    Topics.DOCUMENTS_TOKENIZED.name(),
                    Documents.part(i, parts, 3, sentences(20)).toByteArray());
        }
        List<byte[]> requests = read(Topics.INFERENCE_REQUESTS_BULK.name());
        assertThat(requests).hasSize(parts * 20 / Documents.SEGMENTS_OF_A_WINDOW);
        Collections.reverse(requests);
        for (byte[] request : requests) {
            pipe(
                    Topics.responses(Topics.SUMMARIZER).name(),
                    Documents.answer(InferenceRequested.parseFrom(request)).toByteArray());
        }

        List<byte[]> results = read(Topics.DOCUMENTS_RESULTS.name());

        assertThat(results).hasSize(1);
        TaskCompleted result = TaskCompleted.parseFrom(results.getFirst());
        assertThat(result.getSummary().getSentencesCount()).isEqualTo(3);
        assertThat(result.getSummary().getCoverage().getSegments()).isEqualTo(parts * 20);
        assertThat(driver.getTimestampedKeyValueStore("states").approximateNumEntries())
                .isZero();
    }

    @Test
    void failsADocumentWithoutText() throws InvalidProtocolBufferException {
        DocumentTokenized empty = Documents.part(0, 1, 3, List.of());

        pipe(Topics.DOCUMENTS_TOKENIZED.name(), empty.toByteArray());

        DocumentFailed failed =
                DocumentFailed.parseFrom(read(Topics.DOCUMENTS_FAILED.name()).getFirst());
        assertThat(failed.getCode()).isEqualTo("EMPTY_TEXT");
        assertThat(failed.getTaskId()).isEqualTo("task-1");
        assertThat(failed.getRetryable()).isFalse();
    }

    private void pipe(String topic, byte[] event) {
        TestInputTopic<String, byte[]> input =
                driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
        input.pipeInput("document-1", event);
    }

    private List<byte[]> read(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readValuesToList();
    }

    private static List<String> sentences(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "This is sentence number " + "one ".repeat(1 + i) + "of the report.")
                .toList();
    }
}
