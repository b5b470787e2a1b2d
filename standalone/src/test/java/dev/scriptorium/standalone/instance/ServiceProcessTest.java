package dev.scriptorium.standalone.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of the shell in place of the services. */
class ServiceProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final AtomicInteger changes = new AtomicInteger();
    private @Nullable ServiceProcess service;

    @AfterEach
    void stop() {
        if (service != null) {
            service.stop(Duration.ZERO);
        }
    }

    @Test
    void startsAKilledProcessAgainAndNotesHowItEnded() {
        ServiceProcess started = start("echo started; exec sleep 600");
        RunningService first = started.running();

        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();

        Awaitility.await().atMost(LIMIT).until(() -> started.running().restarts() == 1);
        RunningService second = started.running();
        assertThat(second.pid()).isNotEqualTo(first.pid());
        assertThat(second.lastEnd()).startsWith("process " + first.pid() + " ended with exit code 137 at ");
        assertThat(first.isAlive()).isFalse();
        assertThat(second.isAlive()).isTrue();
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(changes).hasValue(2));
    }

    @Test
    void startsAProgramAgainThatEndsAtOnceEachTime() {
        ServiceProcess started = start("echo no; exit 3");

        Awaitility.await().atMost(LIMIT).until(() -> started.running().restarts() >= 3);
        assertThat(started.running().lastEnd()).contains("ended with exit code 3");
    }

    @Test
    void startsAProcessAgainAlsoWhereItsStateCannotBeNoted() {
        ServiceProcess started = start("exit 3", () -> {
            throw new UncheckedIOException(new IOException("No space left on device"));
        });

        Awaitility.await().atMost(LIMIT).until(() -> started.running().restarts() >= 2);
    }

    @Test
    void doesNotStartAgainWhatItStopped() {
        ServiceProcess started = start("exec sleep 600");

        started.stop(LIMIT);

        assertThat(started.isAlive()).isFalse();
        assertThat(started.running().restarts()).isZero();
        assertThat(changes).hasValue(0);
    }

    @Test
    void killsAProgramThatIgnoresTheRequestToEnd() throws Exception {
        ServiceProcess started = start("trap '' TERM; echo deaf; while :; do sleep 0.1; done");
        Awaitility.await().atMost(LIMIT).until(() -> log().contains("deaf"));

        started.stop(Duration.ofMillis(200));

        assertThat(started.isAlive()).isFalse();
    }

    @Test
    void keepsTheLogOfAllProcessesInOneFile() {
        ServiceProcess started = start("echo started with $COLOUR; exec sleep 600");
        Awaitility.await().atMost(LIMIT).until(() -> log().contains("started"));

        ProcessHandle.of(started.running().pid()).orElseThrow().destroyForcibly();

        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(log()).isEqualToIgnoringNewLines("started with greenstarted with green"));
    }

    @Test
    void waitsLongerBeforeEachRestartUpToHalfAMinute() {
        assertThat(Stream.iterate(Duration.ZERO, ServiceProcess::doubled)
                        .skip(1)
                        .limit(7))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    private String log() throws Exception {
        return Files.readString(folder.resolve("log"));
    }

    private ServiceProcess start(String script) {
        return start(script, changes::incrementAndGet);
    }

    private ServiceProcess start(String script, Runnable changed) {
        ServiceProcess.Settings settings = new ServiceProcess.Settings(
                "tokenizer",
                1,
                2,
                List.of("/bin/sh", "-c", script),
                Map.of("COLOUR", "green"),
                folder.resolve("temporary"),
                folder.resolve("log"));
        ServiceProcess started =
                new ServiceProcess(settings, Clock.systemUTC(), last -> Duration.ofMillis(10), changed);
        service = started;
        return started;
    }
}
