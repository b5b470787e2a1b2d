package dev.scriptorium.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.testing.servers.TestServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresTranslationMemoryIT extends TranslationMemoryContract {

    private static PostgresTranslationMemory memory;

    private final String archiveTenant = UUID.randomUUID().toString();

    @BeforeAll
    static void connect() {
        TestServers servers = TestServers.shared();
        var source = new PGSimpleDataSource();
        source.setURL(servers.jdbcUrl());
        source.setUser(servers.username());
        source.setPassword(servers.password());
        PostgresTranslationSchema.migrate(source);
        PostgresTranslationSchema.migrate(source); // as the second service does
        memory = new PostgresTranslationMemory(new PostgresTransactions(source));
    }

    @Override
    TranslationMemory memory() {
        return memory;
    }

    @Override
    void store(String tenant, MemoryUnit unit) {
        memory.store(tenant, List.of(unit));
    }

    private static MemoryUnit unit(String source, String target) {
        return MemoryUnit.of("en", "de", source, target, UnitOrigin.IMPORT, "Bob");
    }

    private static UnitFilter of(UnitOrigin origin) {
        return new UnitFilter(Optional.empty(), Optional.empty(), Optional.of(origin));
    }

    @Test
    void concurrentJobsKeepOneUnitForOneText() throws Exception {
        int jobs = 8;
        int texts = 50;
        List<Callable<List<String>>> work = new ArrayList<>();
        for (int job = 0; job < jobs; job++) {
            String mark = " by job " + job;
            List<MemoryUnit> units = new ArrayList<>(IntStream.range(0, texts)
                    .mapToObj(i -> new MemoryUnit(
                            "en",
                            "de",
                            "Text " + i,
                            "Text " + i + mark,
                            SegmentContext.NONE,
                            UnitOrigin.MACHINE,
                            List.of("m"),
                            List.of("d"),
                            -1,
                            "",
                            Optional.empty()))
                    .toList());
            if (job % 2 == 1) {
                units = units.reversed();
            }
            List<MemoryUnit> all = units;
            work.add(() -> memory.keep(archiveTenant, all).stream()
                    .map(MemoryMatch::target)
                    .sorted()
                    .toList());
        }

        List<List<String>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(work)) {
                answers.add(answer.get());
            }
        }

        assertThat(memory.list(archiveTenant, UnitFilter.ALL, 0, 1_000)).hasSize(texts);
        assertThat(answers.stream().distinct()).hasSize(1);
    }

    @Test
    void findsSimilarTextsTheMostSimilarFirst() {
        memory.store(
                archiveTenant,
                List.of(
                        unit("The printer is out of paper.", "a"),
                        unit("The printer is out of toner.", "b"),
                        unit("Nothing of the kind.", "c")));

        List<StoredUnit> found =
                memory.similar(archiveTenant, UnitFilter.ALL, "The printer is out of paper now.", 0.5f, 10);

        assertThat(found).extracting(found1 -> found1.unit().target()).containsExactly("a", "b");
        assertThat(found.getFirst().similarity()).isBetween(0.8f, 1f);
    }

    @Test
    void handsOverMoreUnitsThanItReadsAtOnce() {
        memory.store(
                archiveTenant,
                IntStream.range(0, 2_000)
                        .mapToObj(i -> unit("Text " + i, "Text"))
                        .toList());
        List<String> sources = new ArrayList<>();

        memory.each(
                archiveTenant,
                UnitFilter.ALL,
                stored -> sources.add(stored.unit().source()));

        assertThat(sources).hasSize(2_000).doesNotHaveDuplicates();
    }

    @Test
    void tellsHowManyUnitsChangedAnything() {
        List<MemoryUnit> units = List.of(unit("One.", "Eins."), unit("Two.", "Zwo."), unit("Two.", "Zwei."));

        int first = memory.store(archiveTenant, units);
        int second = memory.store(archiveTenant, units);

        assertThat(first).isEqualTo(2);
        assertThat(second).isZero();
        assertThat(memory.list(archiveTenant, UnitFilter.ALL, 0, 10))
                .extracting(stored -> stored.unit().target())
                .containsExactlyInAnyOrder("Eins.", "Zwei.");
    }

    @Test
    void deletesWhatFitsAndNothingElse() {
        memory.store(archiveTenant, List.of(unit("One.", "Eins.")));
        memory.store(archiveTenant, List.of(MemoryUnit.of("en", "de", "Two.", "Zwei.", UnitOrigin.PERSON, "Ann")));

        long deleted = memory.delete(archiveTenant, of(UnitOrigin.IMPORT));

        assertThat(deleted).isOne();
        assertThat(memory.list(archiveTenant, UnitFilter.ALL, 0, 10))
                .extracting(stored -> stored.unit().source())
                .containsExactly("Two.");
    }

    @Test
    void deletesOneUnitOfItsTenantOnly() {
        memory.store(archiveTenant, List.of(unit("One.", "Eins.")));
        long id = memory.list(archiveTenant, UnitFilter.ALL, 0, 1).getFirst().id();

        assertThat(memory.delete("another tenant", id)).isEmpty();
        assertThat(memory.delete(archiveTenant, id)).isPresent();
        assertThat(memory.delete(archiveTenant, id)).isEmpty();
    }

    @Test
    void keepsTextsWithNul() {
        memory.store(archiveTenant, List.of(unit("a\0b", "c\0d")));

        assertThat(memory.list(archiveTenant, UnitFilter.ALL, 0, 1)
                        .getFirst()
                        .unit()
                        .target())
                .isEqualTo("c\ufffdd");
    }
}
