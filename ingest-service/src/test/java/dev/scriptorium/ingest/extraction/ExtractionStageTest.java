package dev.scriptorium.ingest.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.ingest.extraction.fork.Extraction;
import dev.scriptorium.ingest.extraction.fork.Extraction.Extracted;
import dev.scriptorium.ingest.extraction.fork.Extraction.Refused;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.document.v1.ClassifyTask;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.event.v1.DocumentExtracted;
import dev.scriptorium.proto.event.v1.DocumentReceived;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.EventHeaders;
import dev.scriptorium.runtime.event.EventPublisher;
import dev.scriptorium.runtime.event.Received;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ExtractionStageTest {

    private static final String JOB = "01900000-0000-7000-8000-000000000001";
    private static final String DOCUMENT = "01900000-0000-7000-8000-000000000002";
    private static final DocumentReceived RECEIVED = DocumentReceived.newBuilder()
            .setDocument(DocumentRef.newBuilder()
                    .setJobId(JOB)
                    .setDocumentId(DOCUMENT)
                    .setAttempt(2))
            .addTasks(Task.newBuilder()
                    .setTaskId("t")
                    .setClassify(ClassifyTask.newBuilder().setLabelSet("sentiment")))
            .setLanguageHint("de")
            .build();

    private static final List<String> UNREAD = List.of("attachment offer.pdf");

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final Progress progress = new Progress();

    @Test
    void publishesEveryPartInOrderWithAllThatTheNextStageNeeds() throws InvalidProtocolBufferException {
        stage(received -> new Extracted("application/pdf", parts(3), UNREAD)).extract(received());

        List<DocumentExtracted> events = published();
        assertThat(events).extracting(DocumentExtracted::getPartIndex).containsExactly(0, 1, 2);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getPartCount()).isEqualTo(3);
            assertThat(event.getDocument())
                    .as("a finished document must know its media type and what was not read")
                    .isEqualTo(RECEIVED.getDocument().toBuilder()
                            .setMediaType("application/pdf")
                            .addAllUnread(UNREAD)
                            .build());
            assertThat(event.getTasksList()).isEqualTo(RECEIVED.getTasksList());
            assertThat(event.getLanguageHint()).isEqualTo("de");
            assertThat(event.getBlocks(0).getText()).isEqualTo("text " + event.getPartIndex());
        });
        assertThat(producer.history()).allSatisfy(record -> {
            assertThat(record.key()).isEqualTo(DOCUMENT);
            assertThat(record.topic()).isEqualTo(Topics.DOCUMENTS_EXTRACTED.name());
        });
    }

    @Test
    void isDoneOnlyWhenEveryPartIsAcknowledged() {
        CompletableFuture<Void> done = stage(received -> new Extracted("text/plain", parts(2), UNREAD))
                .extract(received())
                .toCompletableFuture();

        producer.completeNext();
        assertThat(done).isNotDone();
        producer.completeNext();

        assertThat(done).isCompleted();
    }

    @Test
    void failsWhereAPartIsNotAcknowledged() {
        CompletableFuture<Void> done = stage(received -> new Extracted("text/plain", parts(2), UNREAD))
                .extract(received())
                .toCompletableFuture();

        producer.completeNext();
        producer.errorNext(new IllegalStateException("the broker is gone"));

        assertThat(done).isCompletedExceptionally();
    }

    @Test
    void tellsTheMediaTypeThatWasFound() {
        stage(received -> new Extracted("application/pdf", parts(1), UNREAD)).extract(received());

        assertThat(progress.detected).containsExactly(DOCUMENT + " application/pdf");
    }

    @Test
    void failsWithTheCodeOfTheRefusal() {
        ExtractionStage stage = stage(received -> new Refused(FailureCode.DOC_ENCRYPTED, "It is locked."));

        assertThatThrownBy(() -> stage.extract(received())).isInstanceOfSatisfying(FailureException.class, failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.DOC_ENCRYPTED);
            assertThat(failure.reason()).isEqualTo("It is locked.");
        });
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void doesNothingForAJobThatWasCancelled() {
        progress.wanted = false;

        CompletableFuture<Void> done = stage(received -> {
                    throw new AssertionError("the document was read");
                })
                .extract(received())
                .toCompletableFuture();

        assertThat(done).isCompleted();
        assertThat(producer.history()).isEmpty();
    }

    private ExtractionStage stage(Function<DocumentReceived, Extraction> reader) {
        EventHeaders headers = new EventHeaders("/test", Clock.systemUTC(), new Random(1));
        return new ExtractionStage(reader, progress, new EventPublisher(producer, headers));
    }

    private static Received<DocumentReceived> received() {
        return new Received<>(DOCUMENT, RECEIVED, new EventContext("tenant", TraceParent.start(new Random(2))));
    }

    private static List<ExtractedPart> parts(int count) {
        return IntStream.range(0, count)
                .mapToObj(part -> ExtractedPart.newBuilder()
                        .addBlocks(Block.newBuilder().setIndex(part).setText("text " + part))
                        .build())
                .toList();
    }

    private List<DocumentExtracted> published() throws InvalidProtocolBufferException {
        List<DocumentExtracted> events = new ArrayList<>();
        for (var record : producer.history()) {
            events.add(DocumentExtracted.parseFrom(record.value()));
        }
        return events;
    }

    private static final class Progress implements ExtractionProgress {

        private final List<String> detected = new ArrayList<>();
        private boolean wanted = true;

        @Override
        public void detected(DocumentId document, String mediaType) {
            detected.add(document + " " + mediaType);
        }

        @Override
        public boolean stillWanted(JobId job) {
            return wanted;
        }
    }
}
