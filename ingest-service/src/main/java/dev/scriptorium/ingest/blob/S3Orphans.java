package dev.scriptorium.ingest.blob;

import dev.scriptorium.core.document.Sha256;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Finds and deletes objects that belong to no document. An object store has no rename and few stores have conditional deletes, so an upload of the same bytes
 * may come between the look at an object and its deletion. So an orphan is first copied aside and deleted, and its copy is deleted when it is old itself and
 * still belongs to no document. Until then a reader finds the copy, and the collection puts it back.
 */
final class S3Orphans {

    /** Under the prefix of the bucket. */
    static final String ASIDE = "orphans/";

    private static final int DIGEST_LENGTH = 64;

    private final S3Client client;
    private final S3BlobStore.Bucket bucket;

    S3Orphans(S3Client client, S3BlobStore.Bucket bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /** The number of blobs that are gone for good. */
    int delete(Instant before, UnaryOperator<Set<Sha256>> referenced) {
        forOldOrphans("", before, referenced, this::moveAside, digest -> {});
        return forOldOrphans(ASIDE, before, referenced, digest -> delete(bucket.asideOf(digest)), this::putBack);
    }

    private interface Step {
        void on(Sha256 digest);
    }

    /** Returns how many orphans there were. */
    private int forOldOrphans(
            String folder, Instant before, UnaryOperator<Set<Sha256>> referenced, Step orphan, Step kept) {
        int orphans = 0;
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(bucket.name())
                .prefix(bucket.prefix() + folder)
                .build();
        for (ListObjectsV2Response page : client.listObjectsV2Paginator(request)) {
            Map<Sha256, S3Object> old = old(page.contents(), folder, before);
            Set<Sha256> wanted = referenced.apply(Set.copyOf(old.keySet()));
            for (Sha256 digest : old.keySet()) {
                if (wanted.contains(digest)) {
                    kept.on(digest);
                } else {
                    orphan.on(digest);
                    orphans++;
                }
            }
        }
        return orphans;
    }

    /** Blobs of the folder itself; other objects are left alone. */
    private Map<Sha256, S3Object> old(List<S3Object> objects, String folder, Instant before) {
        Map<Sha256, S3Object> old = new HashMap<>();
        for (S3Object object : objects) {
            String name = object.key().substring(object.key().lastIndexOf('/') + 1);
            if (name.matches("[0-9a-f]{" + DIGEST_LENGTH + "}")
                    && object.lastModified().isBefore(before)) {
                Sha256 digest = new Sha256(name);
                String expected = folder.isEmpty() ? bucket.keyOf(digest) : bucket.asideOf(digest);
                if (object.key().equals(expected)) {
                    old.put(digest, object);
                }
            }
        }
        return old;
    }

    private void moveAside(Sha256 digest) {
        copy(bucket.keyOf(digest), bucket.asideOf(digest));
        delete(bucket.keyOf(digest));
    }

    private void putBack(Sha256 digest) {
        copy(bucket.asideOf(digest), bucket.keyOf(digest));
        delete(bucket.asideOf(digest));
    }

    private void copy(String from, String to) {
        client.copyObject(copy -> copy.sourceBucket(bucket.name())
                .sourceKey(from)
                .destinationBucket(bucket.name())
                .destinationKey(to));
    }

    private void delete(String key) {
        client.deleteObject(object -> object.bucket(bucket.name()).key(key));
    }
}
