package dev.scriptorium.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every memory does. Tests share a memory: each has a tenant of its own. */
abstract class TranslationMemoryContract {

    private static final List<String> MODEL = List.of("digest-of-the-model");
    private static final SegmentContext BETWEEN = new SegmentContext("Before it.", "After it.");

    private final String tenant = UUID.randomUUID().toString();

    abstract TranslationMemory memory();

    /** Keeps a unit of a person or of a file. */
    abstract void store(String tenant, MemoryUnit unit);

    private static MemoryUnit machine(String source, String target, List<String> digests) {
        return new MemoryUnit(
                "en",
                "de",
                source,
                target,
                SegmentContext.NONE,
                UnitOrigin.MACHINE,
                List.of("a-model"),
                digests,
                -0.25f,
                "",
                Optional.empty());
    }

    private static MemoryUnit person(String source, String target) {
        return MemoryUnit.of("en", "de", source, target, UnitOrigin.PERSON, "Ann");
    }

    private static MemoryUnit imported(String source, String target) {
        return MemoryUnit.of("en", "de", source, target, UnitOrigin.IMPORT, "Bob");
    }

    private Optional<MemoryMatch> find(String text, SegmentContext context) {
        return memory().find(tenant, List.of(new SoughtSegment("en", "de", text, context, MODEL)))
                .getFirst();
    }

    private Optional<String> target(String text) {
        return find(text, SegmentContext.NONE).map(MemoryMatch::target);
    }

    @Test
    void findsNothingInAnEmptyMemory() {
        assertThat(target("Good morning.")).isEmpty();
    }

    @Test
    void findsWhatAModelTranslatedBefore() {
        memory().keep(tenant, List.of(machine("Good morning.", "Guten Morgen.", MODEL)));

        assertThat(find("Good morning.", SegmentContext.NONE))
                .contains(new MemoryMatch(UnitOrigin.MACHINE, false, "Guten Morgen.", -0.25f));
    }

    @Test
    void doesNotCareForWhiteSpaceAndComposition() {
        memory().keep(tenant, List.of(machine("A  café\nthere", "Dort ein Café", MODEL)));

        assertThat(target("A cafe\u0301\u00a0there")).contains("Dort ein Café");
    }

    @Test
    void caresForCapitals() {
        memory().keep(tenant, List.of(machine("polish", "polieren", MODEL)));

        assertThat(target("Polish")).isEmpty();
    }

    @Test
    void passesOverWhatOtherModelsMade() {
        memory().keep(tenant, List.of(machine("Good morning.", "Morgen!", List.of("digest-of-the-one-before"))));

        assertThat(target("Good morning.")).isEmpty();
    }

    @Test
    void replacesWhatOtherModelsMade() {
        memory().keep(tenant, List.of(machine("Good morning.", "Morgen!", List.of("digest-of-the-one-before"))));
        memory().keep(tenant, List.of(machine("Good morning.", "Guten Morgen.", MODEL)));

        assertThat(target("Good morning.")).contains("Guten Morgen.");
    }

    @Test
    void keepsTheFirstOfTwoThatTheSameModelMade() {
        memory().keep(tenant, List.of(machine("Good morning.", "Guten Morgen.", MODEL)));

        List<MemoryMatch> kept = memory().keep(tenant, List.of(machine("Good morning.", "Morgen!", MODEL)));

        assertThat(kept).extracting(MemoryMatch::target).containsExactly("Guten Morgen.");
        assertThat(target("Good morning.")).contains("Guten Morgen.");
    }

    @Test
    void neverReplacesAPersonsUnitByAMachines() {
        store(tenant, person("Good morning.", "Schönen guten Morgen."));

        List<MemoryMatch> kept = memory().keep(tenant, List.of(machine("Good morning.", "Guten Morgen.", MODEL)));

        assertThat(kept).extracting(MemoryMatch::origin).containsExactly(UnitOrigin.PERSON);
        assertThat(target("Good morning.")).contains("Schönen guten Morgen.");
    }

    @Test
    void neverReplacesAPersonsUnitByAnImportedOne() {
        store(tenant, person("Good morning.", "Schönen guten Morgen."));
        store(tenant, imported("Good morning.", "Moin."));

        assertThat(target("Good morning.")).contains("Schönen guten Morgen.");
    }

    @Test
    void replacesAMachinesUnitByAPersons() {
        memory().keep(tenant, List.of(machine("Good morning.", "Guten Morgen.", MODEL)));
        store(tenant, person("Good morning.", "Schönen guten Morgen."));

        assertThat(find("Good morning.", SegmentContext.NONE).map(MemoryMatch::origin))
                .contains(UnitOrigin.PERSON);
    }

    @Test
    void findsAPersonsUnitWhateverTheModel() {
        store(tenant, person("Good morning.", "Schönen guten Morgen."));

        var sought = new SoughtSegment("en", "de", "Good morning.", SegmentContext.NONE, List.of());

        assertThat(memory().find(tenant, List.of(sought)).getFirst()).isPresent();
    }

    @Test
    void prefersTheUnitOfTheSameContext() {
        store(tenant, person("Bank", "Bank").in(new SegmentContext("Money.", "")));
        store(tenant, person("Bank", "Ufer").in(BETWEEN));
        store(tenant, person("Bank", "Sitzbank"));

        assertThat(find("Bank", BETWEEN)).contains(new MemoryMatch(UnitOrigin.PERSON, true, "Ufer", 0));
        assertThat(find("Bank", new SegmentContext("River.", "")))
                .contains(new MemoryMatch(UnitOrigin.PERSON, false, "Sitzbank", 0));
    }

    @Test
    void tellsWhereAMachinesUnitStoodToo() {
        memory().keep(tenant, List.of(machine("Bank", "Bank", MODEL).in(BETWEEN)));

        assertThat(find("Bank", BETWEEN).map(MemoryMatch::inContext)).contains(true);
        assertThat(find("Bank", SegmentContext.NONE).map(MemoryMatch::inContext))
                .contains(false);
    }

    @Test
    void answersInTheOrderOfTheSegments() {
        memory().keep(tenant, List.of(machine("One.", "Eins.", MODEL), machine("Three.", "Drei.", MODEL)));

        var sought = List.of("Three.", "Two.", "One.", "Three.").stream()
                .map(text -> new SoughtSegment("en", "de", text, SegmentContext.NONE, MODEL))
                .toList();

        assertThat(memory().find(tenant, sought))
                .map(match -> match.map(MemoryMatch::target).orElse(""))
                .containsExactly("Drei.", "", "Eins.", "Drei.");
    }

    @Test
    void keepsTheUnitsOfATenantFromOthers() {
        memory().keep("another tenant", List.of(machine("Good morning.", "Guten Morgen.", MODEL)));

        assertThat(target("Good morning.")).isEmpty();
    }

    @Test
    void keepsDirectionsApart() {
        memory().keep(tenant, List.of(machine("Gift", "Geschenk", MODEL)));

        var back = new SoughtSegment("de", "en", "Gift", SegmentContext.NONE, MODEL);

        assertThat(memory().find(tenant, List.of(back)).getFirst()).isEmpty();
    }
}
