package dev.scriptorium.memory;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What people do with the memory: put units in, take them out, look them up, delete them. A tenant's units do not exist for
 * another tenant. Safe for use by many threads.
 */
public interface MemoryArchive {

    /**
     * Keeps units of any origin, all or none. The last of several for one key counts; one of less authority than what is
     * there changes nothing.
     *
     * @return how many were new or changed something
     */
    int store(String tenant, List<MemoryUnit> units);

    /** Hands over all units that fit, in the order of their ids, without holding them in memory. */
    void each(String tenant, UnitFilter filter, Consumer<StoredUnit> consumer);

    /** Units after the given one, in the order of their ids. */
    List<StoredUnit> list(String tenant, UnitFilter filter, long after, int limit);

    /**
     * Units whose source is similar to a text, the most similar first.
     *
     * @param leastSimilarity share of trigrams that are the same, above 0 and up to 1
     * @throws dev.scriptorium.core.failure.FailureException DEPENDENCY_UNAVAILABLE where Postgres lacks pg_trgm
     */
    List<StoredUnit> similar(String tenant, UnitFilter filter, String text, float leastSimilarity, int limit);

    Optional<StoredUnit> delete(String tenant, long id);

    long delete(String tenant, UnitFilter filter);
}
