package dev.scriptorium.ingest.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What everything that keeps blobs promises. */
public abstract class BlobStoreContract {

    private static final DataSize LIMIT = new DataSize(100_000);
    private static final byte[] TEXT = "The quick brown fox.".getBytes(StandardCharsets.UTF_8);

    protected abstract BlobStore store();

    /** Changes one bit of what is stored. */
    protected abstract void damage(Sha256 digest);

    @Test
    void blamesTheSenderWhereTheBytesBreakOff() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the stream ended unexpectedly");
            }
        };

        try (BlobUpload upload = store().begin()) {
            assertThatExceptionOfType(FailureException.class)
                    .isThrownBy(() -> upload.add(broken, new DataSize(10)))
                    .matches(failure -> failure.code() == FailureCode.BAD_REQUEST);
        }
    }

    @Test
    void givesBackWhatWasCommitted() throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);

        StoredBlob blob = stored(bytes);

        assertThat(blob).isEqualTo(new StoredBlob(Sha256.of(bytes), new DataSize(bytes.length)));
        try (InputStream content = store().open(blob.digest())) {
            assertThat(content.readAllBytes()).isEqualTo(bytes);
        }
        try (BlobFile file = store().file(blob.digest())) {
            assertThat(file.path()).hasBinaryContent(bytes);
        }
    }

    @Test
    void keepsNothingOfWhatWasNotCommitted() {
        byte[] bytes = "never committed".getBytes(StandardCharsets.UTF_8);
        try (BlobUpload deposit = store().begin()) {
            deposit.add(new ByteArrayInputStream(bytes), LIMIT);
        }

        assertFails(FailureCode.BLOB_MISSING, () -> store().open(Sha256.of(bytes)));
    }

    @Test
    void takesTheSameBytesTwice() throws IOException {
        try (BlobUpload deposit = store().begin()) {
            deposit.add(new ByteArrayInputStream(TEXT), LIMIT);
            deposit.add(new ByteArrayInputStream(TEXT), LIMIT);
            deposit.commit();
        }
        StoredBlob again = stored(TEXT);

        try (InputStream content = store().open(again.digest())) {
            assertThat(content.readAllBytes()).isEqualTo(TEXT);
        }
    }

    @Test
    void takesNothingAsABlobOfNoBytes() {
        assertThat(stored(new byte[0]).size()).isEqualTo(new DataSize(0));
    }

    @Test
    void takesBytesUpToTheLimitAndNotOneMore() {
        byte[] most = new byte[(int) LIMIT.toBytes()];

        assertThat(stored(most).size()).isEqualTo(LIMIT);
        assertFails(FailureCode.DOC_TOO_LARGE, () -> stored(new byte[most.length + 1]));
    }

    @Test
    void takesPiecesAsTheyCome() throws IOException {
        try (BlobUpload deposit = store().begin()) {
            BlobWriter dropped = deposit.write(LIMIT);
            dropped.write(TEXT, 0, 3);
            BlobWriter writer = deposit.write(LIMIT);
            writer.write(TEXT, 0, 5);
            writer.write(TEXT, 5, TEXT.length - 5);
            assertThat(writer.finish().digest()).isEqualTo(Sha256.of(TEXT));
            deposit.commit();
        }

        try (InputStream content = store().open(Sha256.of(TEXT))) {
            assertThat(content.readAllBytes()).isEqualTo(TEXT);
        }
    }

    @Test
    void noticesAChangedBit() {
        byte[] bytes = "to be damaged".getBytes(StandardCharsets.UTF_8);
        StoredBlob blob = stored(bytes);
        damage(blob.digest());

        assertFails(FailureCode.BLOB_CORRUPT, () -> store().file(blob.digest()));
        assertFails(FailureCode.BLOB_CORRUPT, () -> {
            try (InputStream content = store().open(blob.digest())) {
                content.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        stored(bytes);
        try (BlobFile file = store().file(blob.digest())) {
            assertThat(file.path()).as("healed by storing it again").hasBinaryContent(bytes);
        }
    }

    @Test
    void deletesOldBlobsOfNobodyAndNothingElse() {
        StoredBlob kept = stored("of a document".getBytes(StandardCharsets.UTF_8));
        StoredBlob orphan = stored("of nobody".getBytes(StandardCharsets.UTF_8));
        Instant later = Clock.systemUTC().instant().plus(Duration.ofHours(1));

        assertThat(store().deleteOrphans(Instant.EPOCH, digests -> Set.of()))
                .as("all are younger")
                .isZero();
        assertThat(store().deleteOrphans(later, digests -> Set.of(kept.digest())))
                .isEqualTo(1);

        try (BlobFile file = store().file(kept.digest())) {
            assertThat(file.path()).exists();
        }
        assertFails(FailureCode.BLOB_MISSING, () -> store().open(orphan.digest()));
    }

    @Test
    void keepsTheFirstIdentityThatItIsGiven() {
        assertThat(store().identity()).isEmpty();

        assertThat(store().identify("first")).isEqualTo("first");

        assertThat(store().identity()).contains("first");
        assertThat(store().deleteOrphans(Clock.systemUTC().instant().plus(Duration.ofHours(1)), digests -> Set.of()))
                .isZero();
        assertThat(store().identity()).contains("first");
    }

    @Test
    void saysHowMuchSpaceIsLeft() {
        assertThat(store().free().toBytes()).isPositive();
    }

    private StoredBlob stored(byte[] bytes) {
        try (BlobUpload deposit = store().begin()) {
            StoredBlob blob = deposit.add(new ByteArrayInputStream(bytes), LIMIT);
            deposit.commit();
            return blob;
        }
    }

    private static void assertFails(FailureCode code, ThrowingCallable call) {
        assertThatExceptionOfType(FailureException.class).isThrownBy(call).returns(code, FailureException::code);
    }
}
