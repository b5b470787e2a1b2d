package dev.scriptorium.ingest.accept;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.job.JobStore;
import dev.scriptorium.ingest.job.Wanted;
import dev.scriptorium.ingest.outbox.OutboxRelay;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Opens intakes while there is room for more work. */
@Singleton
public final class Door {

    static final int LONGEST_KEY = 255;

    private final BlobStore blobs;
    private final JobStore jobs;
    private final OutboxRelay relay;
    private final IngestConfig config;
    private final Clock clock;
    private final RandomGenerator random;

    public Door(
            BlobStore blobs,
            JobStore jobs,
            OutboxRelay relay,
            IngestConfig config,
            Clock clock,
            RandomGenerator random) {
        this.blobs = blobs;
        this.jobs = jobs;
        this.relay = relay;
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Begins a job.
     *
     * @param idempotencyKey the client's name for this request, if it gave one
     * @param traceParent the client's trace, if it has one
     */
    public Intake open(Wanted wanted, @Nullable String idempotencyKey, @Nullable String traceParent) {
        relay.requireRoom();
        Optional<String> key = Optional.ofNullable(idempotencyKey);
        if (key.filter(value -> value.isBlank() || value.length() > LONGEST_KEY || value.indexOf('\0') >= 0)
                .isPresent()) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST, "An Idempotency-Key has from 1 to " + LONGEST_KEY + " characters.");
        }
        TraceParent trace = Optional.ofNullable(traceParent)
                .flatMap(TraceParent::parse)
                .map(parent -> parent.child(random))
                .orElseGet(() -> TraceParent.start(random));
        return new Intake(
                jobs, blobs.begin(), config, new Intake.Ids(clock, random), new Intake.Request(wanted, key, trace));
    }
}
