package dev.scriptorium.ingest.submission;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.blob.StoreIdentity;
import dev.scriptorium.ingest.outbox.OutboxRelay;

/** Decides whether more work is accepted: events must flow, and the disk of the documents must have room. Thread-safe. */
public final class AdmissionControl {

    private final OutboxRelay relay;
    private final BlobStore blobs;
    private final StoreIdentity identity;
    private final DataSize minFree;

    public AdmissionControl(OutboxRelay relay, BlobStore blobs, StoreIdentity identity, DataSize minFree) {
        this.relay = relay;
        this.identity = identity;
        this.blobs = blobs;
        this.minFree = minFree;
    }

    /**
     * Fails with {@code OVERLOADED} while too many events wait, with {@code DEPENDENCY_UNAVAILABLE} where the store of the documents is away or another one,
     * and with {@code STORAGE_FULL} without free space.
     */
    void requireRoomForJob() {
        relay.requireRoom();
        identity.require();
        requireRoomForDocument();
    }

    /** Fails with {@code STORAGE_FULL} when there is less free space than must stay. */
    void requireRoomForDocument() {
        if (blobs.free().compareTo(minFree) < 0) {
            throw new FailureException(
                    FailureCode.STORAGE_FULL,
                    "The disk of the documents has less than " + minFree + " left; no document is accepted.");
        }
    }
}
