package dev.scriptorium.memory;

import java.util.List;
import java.util.Optional;

/**
 * What a translation asks: is there one already? A tenant's units do not exist for another tenant. Safe for use by many
 * threads. Fails with DEPENDENCY_UNAVAILABLE where the memory does not answer.
 */
public interface TranslationMemory {

    /**
     * The unit that counts for each segment, in order: one of a person before an imported one before one of a machine; of
     * one authority the one of the same context, then one of no context, then the newest.
     */
    List<Optional<MemoryMatch>> find(String tenant, List<SoughtSegment> segments);

    /**
     * Keeps units of machines. Of several for one text the first stays, whoever else keeps one at the same time; one of
     * other models is replaced, one of a person or of a file never.
     *
     * @return the unit that counts for each, in order
     */
    List<MemoryMatch> keep(String tenant, List<MemoryUnit> units);

    /** Of an installation without a memory. */
    TranslationMemory NONE = new TranslationMemory() {
        @Override
        public List<Optional<MemoryMatch>> find(String tenant, List<SoughtSegment> segments) {
            return segments.stream()
                    .map(segment -> Optional.<MemoryMatch>empty())
                    .toList();
        }

        @Override
        public List<MemoryMatch> keep(String tenant, List<MemoryUnit> units) {
            return units.stream()
                    .map(unit -> new MemoryMatch(unit.origin(), false, unit.target(), unit.score()))
                    .toList();
        }
    };
}
