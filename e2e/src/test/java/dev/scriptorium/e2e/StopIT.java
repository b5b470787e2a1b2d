package dev.scriptorium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** However the services end, none of their processes outlives them, and the next start finds everything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StopIT {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private Platform platform;

    @BeforeAll
    void start() throws IOException {
        platform = Platform.up("stop");
    }

    @AfterAll
    void stop() {
        platform.close();
    }

    @Test
    void kafkaAndPostgresEndByThemselvesWhenTheServicesAreKilled() throws Exception {
        List<ProcessHandle> servers = platform.servers();
        assertThat(servers).hasSize(2).allMatch(ProcessHandle::isAlive);

        platform.kill();

        assertThat(servers).allSatisfy(StopIT::ends);
        Platform.Outcome down = platform.command(List.of("down"));
        assertThat(down.exitCode()).as(down.errors()).isZero();
        assertThat(down.output()).singleElement().asString().startsWith("nothing runs on ");
        platform.upAgain();
    }

    @Test
    void downAfterAKillLeavesNothing() throws Exception {
        List<ProcessHandle> servers = platform.servers();

        platform.kill();
        Platform.Outcome down = platform.command(List.of("down"));

        assertThat(down.exitCode()).as(down.errors()).isZero();
        assertThat(servers).allSatisfy(StopIT::ends);
        platform.upAgain();
    }

    @Test
    void downStopsTheServicesAndTheirServers() throws Exception {
        List<ProcessHandle> servers = platform.servers();

        Platform.Outcome down = platform.command(List.of("down"));

        assertThat(down.exitCode()).as(down.errors()).isZero();
        assertThat(down.output()).singleElement().asString().startsWith("stopped; everything is kept in ");
        assertThat(servers).allSatisfy(StopIT::ends);
        platform.upAgain();
    }

    /** The entry of a process that has ended stays for a moment, until it was collected. */
    private static void ends(ProcessHandle server) {
        assertThat(server.onExit()).succeedsWithin(STOP_LIMIT);
    }
}
