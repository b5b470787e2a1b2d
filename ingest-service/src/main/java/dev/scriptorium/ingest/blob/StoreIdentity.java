package dev.scriptorium.ingest.blob;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the blob store is the one of this installation: the store carries an identity, and the database knows which one it has to be. A folder
 * that is not shared, or whose volume is not mounted, has another one or none. Thread-safe.
 */
public final class StoreIdentity {

    private final BlobStore store;
    private final Record record;
    private final Supplier<String> random;
    private volatile @Nullable String known;

    /** Where the installation keeps the identity that its store has to have. */
    public interface Record {

        Optional<String> identity();

        /** Records the identity unless there is one, and returns the one that is recorded then. */
        String recordIfAbsent(String identity);
    }

    /**
     * Makes no check yet.
     *
     * @param random identities of new stores
     */
    public StoreIdentity(BlobStore store, Record record, Supplier<String> random) {
        this.store = store;
        this.record = record;
        this.random = random;
    }

    /** Fails with {@code DEPENDENCY_UNAVAILABLE} where {@link #difference} finds one, or where the store or the database does not answer. */
    public void require() {
        difference().ifPresent(reason -> {
            throw new FailureException(FailureCode.DEPENDENCY_UNAVAILABLE, reason);
        });
    }

    /**
     * Why the store is not the one of this installation; empty: it is. The first store of an installation becomes it.
     *
     * @throws FailureException if the store or the database does not answer
     */
    public Optional<String> difference() {
        String expected = expected();
        Optional<String> found = store.identity();
        return found.filter(expected::equals).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "The documents of this installation are in the store " + expected + ", but " + store + " is "
                                + found.map(other -> "the store " + other).orElse("no marked store")
                                + ". Check that the volume is mounted and shared by all instances of ingest.");
    }

    private String expected() {
        String recorded = known;
        if (recorded == null) {
            recorded = record.identity()
                    .orElseGet(() ->
                            record.recordIfAbsent(store.identity().orElseGet(() -> store.identify(random.get()))));
            known = recorded;
        }
        return recorded;
    }
}
