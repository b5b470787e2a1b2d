package dev.scriptorium.ingest.extraction.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.extraction.fork.Extraction.Extracted;
import dev.scriptorium.ingest.extraction.fork.Extraction.Refused;
import dev.scriptorium.ingest.extraction.parse.Limits;
import dev.scriptorium.ingest.extraction.parse.SourceFile;
import dev.scriptorium.proto.ingest.v1.ExtractionCommand;
import dev.scriptorium.proto.ingest.v1.ExtractionReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class ForkPoolTest {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Limits LIMITS = new Limits(100_000, 1_000, 10);

    @TempDir
    private Path folder;

    private Path document;
    private ForkPool pool;

    @BeforeEach
    void writeDocument() throws IOException {
        document = Files.writeString(folder.resolve("document"), "The delivery came on Monday.");
        pool = aPool(LONG, 1, 100);
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void readsADocumentInAnotherProcess() {
        Extraction extraction = pool.extract(named("note.txt")).join();

        assertThat(extraction).isInstanceOfSatisfying(Extracted.class, extracted -> {
            assertThat(extracted.mediaType()).isEqualTo("text/plain");
            assertThat(extracted.parts()).hasSize(1);
            assertThat(extracted.parts().getFirst().getBlocks(0).getText()).isEqualTo("The delivery came on Monday.");
        });
        assertThat(pool.idlePid())
                .isNotEmpty()
                .isNotEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void keepsAProcessForTheNextDocument() {
        pool.extract(named("note.txt")).join();
        Long first = pool.idlePid().orElseThrow();

        pool.extract(named("note.txt")).join();

        assertThat(pool.idlePid()).contains(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "spin"})
    void killsAParserThatDoesNotEnd(String name) {
        pool.close();
        pool = aPool(SHORT, 1, 100);

        assertThat(pool.extract(named(name)).join())
                .isEqualTo(new Refused(FailureCode.PARSER_TIMEOUT, "The parser did not finish within 2 seconds."));
        assertThatTheNextDocumentIsRead();
    }

    @Test
    void survivesAParserThatExits() {
        assertThat(pool.extract(named("exit")).join())
                .isEqualTo(new Refused(FailureCode.PARSER_CRASHED, "The parser ended with exit code 7."));
        assertThatTheNextDocumentIsRead();
    }

    @Test
    void survivesAParserThatExhaustsItsMemory() {
        assertThat(pool.extract(named("memory")).join())
                .isEqualTo(new Refused(FailureCode.PARSER_OOM, "The parser ran out of memory."));
        assertThatTheNextDocumentIsRead();
    }

    @ParameterizedTest
    @ValueSource(strings = {"babble", "flood"})
    void believesNothingThatMakesNoSense(String name) {
        assertThat(pool.extract(named(name)).join())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.PARSER_CRASHED));
        assertThatTheNextDocumentIsRead();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shout", "print"})
    void isNotDisturbedByWhatAParserPrints(String name) {
        assertThat(pool.extract(named(name)).join()).isInstanceOf(Extracted.class);
    }

    @Test
    void readsOtherDocumentsBesideOneThatHangs() {
        pool.close();
        pool = aPool(Duration.ofSeconds(30), 2, 100);
        CompletableFuture<Extraction> hanging = pool.extract(named("hang"));

        List<Extraction> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            others.add(pool.extract(named("note.txt")).join());
        }

        assertThat(others).allMatch(Extracted.class::isInstance);
        assertThat(hanging.join()).isInstanceOf(Refused.class);
    }

    @Test
    void replacesAProcessThatReadEnough() {
        pool.close();
        pool = aPool(LONG, 1, 2);
        pool.extract(named("note.txt")).join();
        Long first = pool.idlePid().orElseThrow();

        pool.extract(named("note.txt")).join();
        pool.extract(named("note.txt")).join();

        assertThat(pool.idlePid()).isPresent().get().isNotEqualTo(first);
    }

    @Test
    void replacesAProcessThatWasKilledWhileItWaited() {
        pool.extract(named("note.txt")).join();
        ProcessHandle waiting = ProcessHandle.of(pool.idlePid().orElseThrow()).orElseThrow();
        waiting.destroyForcibly();
        await().until(() -> !waiting.isAlive());

        assertThatTheNextDocumentIsRead();
    }

    @Test
    void endsAProcessThatHasNothingToDo() {
        pool.close();
        pool = new ForkPool(
                new ForkSettings(1, 100, LONG, Duration.ofMillis(200), folder, LIMITS, false),
                command(HostileForkMain.class));
        pool.extract(named("note.txt")).join();

        await().atMost(Duration.ofSeconds(30)).until(() -> pool.idleForks() == 0);

        assertThat(ProcessHandle.current()
                        .children()
                        .filter(child -> isFork(child))
                        .toList())
                .isEmpty();
        assertThatTheNextDocumentIsRead();
    }

    @Test
    void endsWithItsParentEvenInTheMiddleOfADocument() throws Exception {
        Process orphan = command(HostileForkMain.class)
                .in(folder)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(ExtractionReply.parseDelimitedFrom(orphan.getInputStream()).hasReady())
                .isTrue();
        ExtractionCommand.newBuilder()
                .setFile(document.toString())
                .setFileName("hang")
                .setMaxCharacters(1)
                .setMaxBlocks(1)
                .setMaxPages(1)
                .build()
                .writeDelimitedTo(orphan.getOutputStream());
        orphan.getOutputStream().flush();

        // What the system does with the pipes of a process that was killed.
        orphan.getOutputStream().close();

        assertThat(orphan.onExit().join().exitValue()).isZero();
    }

    @Test
    void deletesWhatADeadParserLeaves() throws IOException {
        pool.extract(named("litter")).join();

        assertThat(forkFolders()).isEmpty();
    }

    @Test
    void deletesWhatADeadServiceLeft() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path left = Files.createDirectories(folder.resolve("scriptorium-fork-" + dead.pid() + "-1/deep"));
        Files.writeString(left.resolve("file"), "left over");
        Path ours = Files.createDirectories(
                folder.resolve("scriptorium-fork-" + ProcessHandle.current().pid() + "-1"));

        aPool(LONG, 1, 1).close();

        assertThat(left.getParent()).doesNotExist();
        assertThat(ours).exists();
    }

    @Test
    void tellsNothingOfItsEnvironment() {
        ProcessBuilder builder = command(ForkMain.class).in(folder);

        assertThat(builder.environment()).doesNotContainKeys("HOME", "USER", "QUARKUS_DATASOURCE_PASSWORD");
    }

    @Test
    void failsPlainlyWhereNoProcessStarts() throws IOException {
        pool.close();
        ForkCommand broken =
                new ForkCommand(List.of(), DataSize.parse("64MiB"), List.of(), List.of(folder), "no.such.Main");
        pool = new ForkPool(new ForkSettings(1, 100, LONG, LONG, folder, LIMITS, false), broken);

        assertThatThrownBy(() -> pool.extract(named("note.txt")).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL));
        assertThat(forkFolders()).isEmpty();
    }

    private void assertThatTheNextDocumentIsRead() {
        assertThat(pool.extract(named("note.txt")).join()).isInstanceOf(Extracted.class);
    }

    private SourceFile named(String name) {
        return new SourceFile(document, name, "text/plain");
    }

    private ForkPool aPool(Duration deadline, int count, int documentsPerFork) {
        return new ForkPool(
                new ForkSettings(count, documentsPerFork, deadline, LONG, folder, LIMITS, false),
                command(HostileForkMain.class));
    }

    private static ForkCommand command(Class<?> main) {
        List<Path> classpath = new ArrayList<>(ForkClasspath.find());
        classpath.add(Path.of(HostileForkMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()));
        return new ForkCommand(List.of(), DataSize.parse("96MiB"), List.of(), classpath, main.getName());
    }

    private List<Path> forkFolders() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("scriptorium-fork-"))
                    .toList();
        }
    }

    private static boolean isFork(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("ForkMain"))
                .isPresent();
    }
}
