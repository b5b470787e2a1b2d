package dev.scriptorium.standalone.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpPortTest {
    @TempDir
    Path folder;

    @Test
    void keepsThePortOfTheLastStart() throws IOException {
        Path file = folder.resolve("http-port");
        int chosen;
        try (HttpPort first = HttpPort.hold(OptionalInt.of(free()), file)) {
            chosen = first.number();
            first.noteIn(file);
        }

        try (HttpPort second = HttpPort.hold(OptionalInt.empty(), file)) {
            assertThat(second.number()).isEqualTo(chosen);
        }
    }

    @Test
    void takesAnotherPortWhereTheLastOneIsTakenOrHeld() throws IOException {
        Path file = Files.writeString(folder.resolve("http-port"), Integer.toString(free()));
        try (HttpPort held = HttpPort.hold(OptionalInt.empty(), file);
                HttpPort other = HttpPort.hold(OptionalInt.empty(), file)) {
            assertThat(other.number()).isPositive().isNotEqualTo(held.number());
        }
    }

    @Test
    void refusesAPortThatWasAskedForAndIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> HttpPort.hold(OptionalInt.of(other.getLocalPort()), folder.resolve("http-port")))
                    .isInstanceOf(PortTaken.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " is in use by another program");
        }
    }

    @Test
    void takesTheUsualPortAtTheFirstStart() {
        assertThat(HttpPort.lastPort(folder.resolve("http-port"))).isEqualTo(HttpPort.USUAL);
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
