package dev.scriptorium.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import dev.scriptorium.standalone.client.Health;
import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.instance.RunningService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessStateTest {
    private static final String UP = "{\"status\":\"UP\",\"checks\":[{\"name\":\"kafka\",\"status\":\"UP\"}]}";
    private static final String DOWN = "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"kafka\",\"status\":\"DOWN\","
            + "\"data\":{\"topics\":\"topic a is missing\"}}]}";

    private HttpServer management;

    @BeforeEach
    void listen() throws IOException {
        management = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        management.start();
    }

    @AfterEach
    void close() {
        management.stop(0);
    }

    @Test
    void isReadyWhenItsChecksAreUp() {
        answerHealth(200, UP);

        ProcessState state = stateOf(thisProcess(port()));

        assertThat(state.problem()).isEmpty();
        assertThat(ProcessState.health(List.of(state)).isUp()).isTrue();
    }

    @Test
    void namesTheCheckThatIsDownAndWhatItSays() {
        answerHealth(503, DOWN);

        ProcessState state = stateOf(thisProcess(port()));

        assertThat(state.problem()).isEqualTo("not ready: kafka (topics: topic a is missing)");
        assertThat(ProcessState.health(List.of(state)).isUp()).isFalse();
    }

    @Test
    void tellsHowAProcessEndedThatDoesNotRun() {
        RunningService gone =
                new RunningService("translator", 1, "never", 1, port(), 4, "process 12 ended with exit code 137");

        ProcessState state = stateOf(gone);

        assertThat(state.problem()).isEqualTo("does not run: process 12 ended with exit code 137; it is started again");
        assertThat(ProcessState.health(List.of(state)).checks())
                .extracting(Health.Check::name, Health.Check::status)
                .containsExactly(tuple("translator", "DOWN"));
    }

    @Test
    void namesAProcessThatRunsAndDoesNotAnswer() {
        int port = port();
        management.stop(0);

        ProcessState state = stateOf(thisProcess(port));

        assertThat(state.problem()).isEqualTo("does not answer at http://127.0.0.1:" + port);
        assertThat(ProcessState.health(List.of(state)).isUp()).isFalse();
    }

    private void answerHealth(int status, String body) {
        management.createContext("/q/health", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private ProcessState stateOf(RunningService service) {
        return ProcessState.of(
                service, new PipelineClient("http://127.0.0.1:1", List.of(service.managementUrl()), Optional.empty()));
    }

    private static RunningService thisProcess(int managementPort) {
        ProcessHandle self = ProcessHandle.current();
        String start = self.info().startInstant().map(Instant::toString).orElse("unknown");
        return new RunningService("translator", self.pid(), start, 1, managementPort, 0, null);
    }

    private int port() {
        return management.getAddress().getPort();
    }
}
