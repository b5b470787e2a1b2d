package dev.scriptorium.memory.tmx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.memory.ImportProblem;
import dev.scriptorium.memory.MemoryUnit;
import dev.scriptorium.memory.SegmentContext;
import dev.scriptorium.memory.StoredUnit;
import dev.scriptorium.memory.UnitOrigin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TmxTest {

    private static final TmxLimits LIMITS = new TmxLimits(1_000, 40);

    private final List<MemoryUnit> read = new ArrayList<>();

    private TmxReader.Summary read(String file) {
        return read(file, LIMITS);
    }

    private TmxReader.Summary read(String file, TmxLimits limits) {
        return new TmxReader(limits, "importer", read::addAll).read(new ByteArrayInputStream(file.getBytes(UTF_8)));
    }

    private static String tmx(String units) {
        return """
                <?xml version="1.0"?>
                <!DOCTYPE tmx SYSTEM "tmx14.dtd">
                <tmx version="1.4"><header srclang="en-US" adminlang="en"/><body>
                %s
                </body></tmx>""".formatted(units);
    }

    private static String tu(String english, String german) {
        return "<tu><tuv xml:lang=\"en-US\"><seg>%s</seg></tuv><tuv xml:lang=\"DE\"><seg>%s</seg></tuv></tu>"
                .formatted(english, german);
    }

    @Test
    void readsAUnitWithItsLanguagesAndItsEditor() {
        TmxReader.Summary summary = read(tmx("""
                <tu changeid="ann"><prop type="x-context-pre">Hello.</prop>
                <tuv xml:lang="en-GB"><seg>Good morning.</seg></tuv>
                <tuv xml:lang="de-AT"><seg>Guten Morgen.</seg></tuv>
                <tuv lang="fr"><seg>Bonjour.</seg></tuv></tu>"""));

        assertThat(summary.units()).isEqualTo(2);
        assertThat(read)
                .containsExactly(
                        MemoryUnit.of("en", "de", "Good morning.", "Guten Morgen.", UnitOrigin.IMPORT, "ann")
                                .in(new SegmentContext("Hello.", "")),
                        MemoryUnit.of("en", "fr", "Good morning.", "Bonjour.", UnitOrigin.IMPORT, "ann")
                                .in(new SegmentContext("Hello.", "")));
    }

    @Test
    void leavesInlineCodesOutAndKeepsWhatTheyMark() {
        read(tmx(tu(
                "<bpt i=\"1\">&lt;b&gt;</bpt>Good<ept i=\"1\">&lt;/b&gt;</ept> <hi>morning</hi>.",
                "<ph>{<sub>x</sub>}</ph>Guten Morgen.")));

        assertThat(read.getFirst().source()).isEqualTo("Good morning.");
        assertThat(read.getFirst().target()).isEqualTo("Guten Morgen.");
    }

    @Test
    void namesWhatItLeavesOutByItsLine() {
        TmxReader.Summary summary = read(tmx(String.join(
                "\n",
                tu("Good morning.", "Guten Morgen."),
                tu("Good morning.", " "),
                "<tu><tuv xml:lang=\"en\"><seg>Alone.</seg></tuv></tu>",
                tu("x".repeat(41), "zu lang"),
                "<tu><tuv xml:lang=\"??\"><seg>a</seg></tuv><tuv xml:lang=\"de\"><seg>b</seg></tuv></tu>")));

        assertThat(summary.units()).isOne();
        assertThat(summary.leftOut()).isEqualTo(4);
        assertThat(summary.problems())
                .containsExactly(
                        new ImportProblem(5, "its text in de is empty"),
                        new ImportProblem(6, "it has texts in fewer than two languages"),
                        new ImportProblem(7, "its text in en has 41 characters; at most 40 are taken"),
                        new ImportProblem(8, "\"??\" is no language code"));
    }

    @Test
    void readsAsManyUnitsAsTheLimitSaysAndNoneMore() {
        String two = tmx(tu("One.", "Eins.") + tu("Two.", "Zwei."));

        assertThat(read(two, new TmxLimits(2, 40)).units()).isEqualTo(2);
        assertThatThrownBy(() -> read(two, new TmxLimits(1, 40))).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.code()).isEqualTo(FailureCode.LIMIT_EXCEEDED);
            assertThat(e.reason()).contains("more than 1 units");
        });
    }

    @Test
    void takesATextAsLongAsTheLimitSays() {
        assertThat(read(tmx(tu("x".repeat(40), "y"))).units()).isOne();
    }

    @Test
    void refusesWhatIsNoTmx() {
        assertThatThrownBy(() -> read("<html/>")).hasMessageContaining("its first element must be tmx, not html");
        assertThatThrownBy(() -> read("not xml")).hasMessageContaining("no well-formed XML, at line 1");
        assertThatThrownBy(() -> read("")).hasMessageContaining("no well-formed XML");
        assertThatThrownBy(() -> read("<tmx><body><tu>")).hasMessageContaining("no well-formed XML");
    }

    @Test
    void readsNoFileThatAnEntityNames(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "the secret");
        String file = """
                <?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY e SYSTEM "%s">]>
                <tmx><header srclang="en"/><body>%s</body></tmx>""".formatted(secret.toUri(), tu("a &e; b", "c"));

        try {
            read(file);
        } catch (FailureException e) {
            assertThat(e.code()).isEqualTo(FailureCode.BAD_REQUEST);
        }

        assertThat(read.toString()).doesNotContain("the secret");
    }

    @Test
    void doesNotExpandEntities() {
        String file = """
                <?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
                <tmx><header srclang="en"/><body>%s</body></tmx>""".formatted(tu("&b;", "c"));

        try {
            read(file);
        } catch (FailureException e) {
            assertThat(e.code()).isEqualTo(FailureCode.BAD_REQUEST);
        }

        assertThat(read.toString()).doesNotContain("aaaa");
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        List<MemoryUnit> units = List.of(
                new MemoryUnit(
                        "en",
                        "de",
                        "Good <b> & \"morning\"",
                        "Guten\nMorgen",
                        new SegmentContext("Before.", "After."),
                        UnitOrigin.MACHINE,
                        List.of("a", "b"),
                        List.of("c", "d"),
                        -0.5f,
                        "",
                        Optional.empty()),
                MemoryUnit.of("fr", "en", "Bonjour", "Hello 🦉", UnitOrigin.PERSON, "Ann & Bob"));
        var out = new ByteArrayOutputStream();
        try (var writer = new TmxWriter(out, "1.2.3")) {
            for (MemoryUnit unit : units) {
                writer.write(new StoredUnit(7, unit, Instant.EPOCH, 1));
            }
        }

        read(out.toString(UTF_8));

        assertThat(read).isEqualTo(units);
    }

    @Test
    void writesNothingThatXmlDoesNotHave() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var writer = new TmxWriter(out, "1.2.3")) {
            writer.write(new StoredUnit(
                    7, MemoryUnit.of("en", "de", "a\u0001b", "c\ud800", UnitOrigin.IMPORT, "x"), Instant.EPOCH, 1));
        }

        read(out.toString(UTF_8));

        assertThat(read.getFirst().source()).isEqualTo("a\ufffdb");
        assertThat(read.getFirst().target()).isEqualTo("c\ufffd");
    }
}
