package dev.scriptorium.ingest.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.objectstore.S3Connection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** On a server with the requests of S3 that the store makes. */
class S3BlobStoreTest extends BlobStoreContract {

    private static final S3BlobStore.Bucket BUCKET = new S3BlobStore.Bucket("documents", "scriptorium/");

    @TempDir
    private Path temporary;

    private FakeObjectStore server;
    private S3BlobStore store;
    private S3Client client;

    @BeforeEach
    void startAStore() throws IOException {
        server = new FakeObjectStore(BUCKET.name(), "key");
        client = client("key");
        store = new S3BlobStore(client("key"), BUCKET, temporary);
    }

    @AfterEach
    void leavesNoTemporaryFiles() {
        store.close();
        client.close();
        server.close();
        assertThat(temporary).isEmptyDirectory();
    }

    @Override
    protected BlobStore store() {
        return store;
    }

    @Override
    protected void damage(Sha256 digest) {
        String key = BUCKET.keyOf(digest);
        byte[] bytes = client.getObjectAsBytes(
                        object -> object.bucket(BUCKET.name()).key(key))
                .asByteArray();
        bytes[bytes.length / 2] ^= 1;
        client.putObject(object -> object.bucket(BUCKET.name()).key(key), RequestBody.fromBytes(bytes));
    }

    @Test
    void findsABlobThatWasTakenForAnOrphanBeforeItsDocumentWasAccepted() throws IOException {
        StoredBlob blob = stored("accepted in the last moment");
        Instant later = Clock.systemUTC().instant().plus(Duration.ofHours(1));
        Set<Sha256> documents = new HashSet<>();
        store.deleteOrphans(later, old -> {
            Set<Sha256> referenced = Set.copyOf(documents);
            documents.add(blob.digest());
            return referenced;
        });

        try (var content = store.open(blob.digest())) {
            assertThat(content.readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("accepted in the last moment");
        }
    }

    @Test
    void putsAnOrphanBackThatBelongsToADocumentByNow() {
        StoredBlob blob = stored("put back");
        Instant later = Clock.systemUTC().instant().plus(Duration.ofHours(1));
        client.copyObject(copy -> copy.sourceBucket(BUCKET.name())
                .sourceKey(BUCKET.keyOf(blob.digest()))
                .destinationBucket(BUCKET.name())
                .destinationKey(BUCKET.asideOf(blob.digest())));
        client.deleteObject(object -> object.bucket(BUCKET.name()).key(BUCKET.keyOf(blob.digest())));

        assertThat(store.deleteOrphans(later, old -> Set.of(blob.digest()))).isZero();

        assertThat(names()).contains(BUCKET.keyOf(blob.digest())).doesNotContain(BUCKET.asideOf(blob.digest()));
    }

    @Test
    void theFirstOfTwoIdentitiesStays() {
        store.identify("first");

        assertThat(store.identify("second")).isEqualTo("first");
    }

    @Test
    void collectsOrphansOfMorePagesThanOne() {
        for (int number = 0; number < 5; number++) {
            stored("orphan " + number);
        }

        assertThat(store.deleteOrphans(Clock.systemUTC().instant().plus(Duration.ofHours(1)), old -> Set.of()))
                .isEqualTo(5);
        assertThat(names()).isEmpty();
    }

    @Test
    void leavesObjectsOfOthersAlone() {
        String foreign = "scriptorium/ab/" + "cd".repeat(32);
        for (String key : List.of("scriptorium/notes.txt", foreign)) {
            client.putObject(object -> object.bucket(BUCKET.name()).key(key), RequestBody.fromString("of somebody"));
        }

        store.deleteOrphans(Clock.systemUTC().instant().plus(Duration.ofHours(1)), old -> Set.of());

        assertThat(names()).contains("scriptorium/notes.txt", foreign);
    }

    @Test
    void saysThatTheStoreRefusesTheKeyAsAFailureToTryAgain() {
        try (S3BlobStore refused = new S3BlobStore(client("another"), BUCKET, temporary);
                BlobUpload upload = refused.begin()) {
            upload.add(new ByteArrayInputStream(new byte[] {1}), new DataSize(1));
            assertThatExceptionOfType(FailureException.class)
                    .isThrownBy(upload::commit)
                    .returns(FailureCode.DEPENDENCY_UNAVAILABLE, FailureException::code)
                    .withMessageContaining("s3://documents/scriptorium/")
                    .withMessageContaining("403");
        }
    }

    @Test
    void saysThatNobodyAnswersAsAFailureToTryAgain() {
        S3Connection nobody = new S3Connection(
                "scriptorium.ingest.s3",
                Optional.of(URI.create("http://127.0.0.1:1")),
                "us-east-1",
                S3Connection.Key.NONE,
                Duration.ofSeconds(1));
        try (S3BlobStore away = new S3BlobStore(nobody.open(AwsRetryStrategy.doNotRetry()), BUCKET, temporary)) {
            for (var call : List.<ThrowingCallable>of(
                    () -> away.open(Sha256.of(new byte[0])),
                    () -> away.file(Sha256.of(new byte[0])),
                    () -> away.deleteOrphans(Instant.EPOCH, old -> Set.of()))) {
                assertThatExceptionOfType(FailureException.class)
                        .isThrownBy(call)
                        .returns(FailureCode.DEPENDENCY_UNAVAILABLE, FailureException::code);
            }
        }
    }

    private StoredBlob stored(String text) {
        try (BlobUpload upload = store.begin()) {
            StoredBlob blob =
                    upload.add(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), new DataSize(1000));
            upload.commit();
            return blob;
        }
    }

    private List<String> names() {
        return client.listObjectsV2Paginator(list -> list.bucket(BUCKET.name())).contents().stream()
                .map(object -> object.key())
                .toList();
    }

    private S3Client client(String key) {
        return new S3Connection(
                        "scriptorium.ingest.s3",
                        Optional.of(server.endpoint()),
                        "us-east-1",
                        new S3Connection.Key(Optional.of(key), Optional.of("secret"), Optional.empty()),
                        Duration.ofSeconds(20))
                .open(AwsRetryStrategy.standardRetryStrategy());
    }
}
