package dev.scriptorium.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A memory that forgets at the end of the test. It keeps to {@link TranslationMemoryContract}. */
public final class InMemoryTranslationMemory implements TranslationMemory {

    private record Row(String tenant, MemoryUnit unit) {

        boolean sameKey(Row other) {
            return tenant.equals(other.tenant)
                    && unit.sourceLanguage().equals(other.unit.sourceLanguage())
                    && unit.targetLanguage().equals(other.unit.targetLanguage())
                    && TextKey.of(unit.source()).equals(TextKey.of(other.unit.source()))
                    && unit.variant().equals(other.unit.variant());
        }

        boolean fits(String who, SoughtSegment sought) {
            return tenant.equals(who)
                    && unit.sourceLanguage().equals(sought.sourceLanguage())
                    && unit.targetLanguage().equals(sought.targetLanguage())
                    && TextKey.of(unit.source()).equals(TextKey.of(sought.text()))
                    && (unit.origin() != UnitOrigin.MACHINE
                            || unit.modelDigests().equals(sought.modelDigests()));
        }
    }

    private final List<Row> rows = new ArrayList<>();

    @Override
    public synchronized List<Optional<MemoryMatch>> find(String tenant, List<SoughtSegment> segments) {
        return segments.stream().map(segment -> find(tenant, segment)).toList();
    }

    private Optional<MemoryMatch> find(String tenant, SoughtSegment sought) {
        var context = sought.context().key();
        return rows.reversed().stream()
                .filter(row -> row.fits(tenant, sought))
                .map(Row::unit)
                .min(Comparator.comparing(MemoryUnit::origin)
                        .reversed()
                        .thenComparing(unit -> !unit.variant().equals(context))
                        .thenComparing(unit -> !unit.variant().equals(TextKey.NONE)))
                .map(unit -> new MemoryMatch(
                        unit.origin(),
                        !context.equals(TextKey.NONE) && unit.context().key().equals(context),
                        unit.target(),
                        unit.score()));
    }

    @Override
    public synchronized List<MemoryMatch> keep(String tenant, List<MemoryUnit> units) {
        units.forEach(unit -> keep(tenant, unit));
        return units.stream()
                .map(unit -> find(
                                tenant,
                                new SoughtSegment(
                                        unit.sourceLanguage(),
                                        unit.targetLanguage(),
                                        unit.source(),
                                        unit.context(),
                                        unit.modelDigests()))
                        .orElseThrow())
                .toList();
    }

    /** Keeps a unit of any origin. */
    public synchronized void keep(String tenant, MemoryUnit unit) {
        var row = new Row(tenant, unit);
        Optional<Row> there = rows.stream().filter(row::sameKey).findFirst();
        boolean stays = there.map(Row::unit)
                .filter(known -> known.origin().compareTo(unit.origin()) > 0
                        || known.origin() == unit.origin()
                                && known.modelDigests().equals(unit.modelDigests())
                                && unit.origin() == UnitOrigin.MACHINE)
                .isPresent();
        if (!stays) {
            there.ifPresent(rows::remove);
            rows.add(row);
        }
    }

    public synchronized List<MemoryUnit> units() {
        return rows.stream().map(Row::unit).toList();
    }
}
