package dev.scriptorium.ingest.submission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.blob.BlobFile;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.blob.BlobUpload;
import dev.scriptorium.ingest.blob.StoreIdentity;
import dev.scriptorium.ingest.outbox.Outbox;
import dev.scriptorium.ingest.outbox.OutboxRelay;
import dev.scriptorium.runtime.event.EventHeaders;
import dev.scriptorium.runtime.event.EventPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.MockProducer;
import org.junit.jupiter.api.Test;

class AdmissionControlTest {

    private final DiskOf disk = new DiskOf();
    private final AdmissionControl admission = new AdmissionControl(
            relay(), disk, new StoreIdentity(disk, new RecordedHere(), () -> "store-1"), new DataSize(1000));

    @Test
    void acceptsAtTheLimitOfFreeSpaceAndRefusesWithOneByteLess() {
        disk.free = 1000;
        assertThatCode(admission::requireRoomForJob).doesNotThrowAnyException();
        assertThatCode(admission::requireRoomForDocument).doesNotThrowAnyException();

        disk.free = 999;
        for (Runnable check : List.<Runnable>of(admission::requireRoomForJob, admission::requireRoomForDocument)) {
            assertThatExceptionOfType(FailureException.class)
                    .isThrownBy(check::run)
                    .returns(FailureCode.STORAGE_FULL, FailureException::code);
        }
    }

    @Test
    void refusesJobsWhileTheFolderOfTheDocumentsIsAnotherOne() {
        disk.free = 1000;
        admission.requireRoomForJob();

        disk.identity = Optional.empty();
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(admission::requireRoomForJob)
                .returns(FailureCode.DEPENDENCY_UNAVAILABLE, FailureException::code);
        disk.identity = Optional.of("store-2");
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(admission::requireRoomForJob)
                .returns(FailureCode.DEPENDENCY_UNAVAILABLE, FailureException::code);

        disk.identity = Optional.of("store-1");
        assertThatCode(admission::requireRoomForJob).doesNotThrowAnyException();
    }

    private static final class RecordedHere implements StoreIdentity.Record {

        private Optional<String> identity = Optional.empty();

        @Override
        public Optional<String> identity() {
            return identity;
        }

        @Override
        public String recordIfAbsent(String proposed) {
            identity = identity.or(() -> Optional.of(proposed));
            return identity.get();
        }
    }

    private static OutboxRelay relay() {
        return new OutboxRelay(
                new EmptyOutbox(),
                new EventPublisher(new MockProducer<>(), new EventHeaders("/test", Clock.systemUTC(), new Random(1))),
                new OutboxRelay.Settings(
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        10,
                        Duration.ofMinutes(1),
                        Duration.ofHours(1)),
                new SimpleMeterRegistry());
    }

    private static final class DiskOf implements BlobStore {

        private long free;
        private Optional<String> identity = Optional.empty();

        @Override
        public Optional<String> identity() {
            return identity;
        }

        @Override
        public String identify(String proposed) {
            identity = Optional.of(proposed);
            return proposed;
        }

        @Override
        public DataSize free() {
            return new DataSize(free);
        }

        @Override
        public BlobUpload begin() {
            throw new UnsupportedOperationException();
        }

        @Override
        public InputStream open(Sha256 digest) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int deleteOrphans(Instant before, UnaryOperator<Set<Sha256>> referenced) {
            throw new UnsupportedOperationException();
        }

        @Override
        public BlobFile file(Sha256 digest) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class EmptyOutbox implements Outbox {

        @Override
        public int send(int limit, Consumer<List<Entry>> publisher) {
            return 0;
        }

        @Override
        public void await(Duration atMost) {
            // Nothing comes.
        }

        @Override
        public void stopAwaiting() {
            // Nothing waits.
        }

        @Override
        public Backlog backlog() {
            return Backlog.NONE;
        }

        @Override
        public void deleteSent(Duration age) {
            // Nothing is sent.
        }
    }
}
