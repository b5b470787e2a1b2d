package dev.scriptorium.standalone.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The port of the API, held against other programs from the choice until the services bind it.
 *
 * <p>Choosing first and binding later would let another program, or another instance that starts at the same time, take the port in between.
 */
final class HttpPort implements AutoCloseable {
    static final int USUAL = 8080;

    private final ServerSocket held;

    private HttpPort(ServerSocket held) {
        this.held = held;
    }

    /** The port asked for; else that of the last start as the file notes it, else the usual one, else any free one. */
    static HttpPort hold(OptionalInt asked, Path file) {
        return hold(asked, file, USUAL);
    }

    /** The same with another usual port. */
    static HttpPort hold(OptionalInt asked, Path file, int usual) {
        if (asked.isPresent()) {
            try {
                return new HttpPort(bound(asked.getAsInt()));
            } catch (IOException e) {
                throw new PortTaken(asked.getAsInt(), e);
            }
        }
        for (int candidate : new int[] {lastPort(file, usual), 0}) {
            try {
                return new HttpPort(bound(candidate));
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new UncheckedIOException(new IOException("no port is free"));
    }

    /** The port that the next start takes unless another program has it. */
    static int lastPort(Path file) {
        return lastPort(file, USUAL);
    }

    private static int lastPort(Path file, int usual) {
        try {
            return Integer.parseInt(Files.readString(file).strip());
        } catch (IOException | NumberFormatException none) {
            return usual;
        }
    }

    /** Notes the port for the next start. */
    void noteIn(Path file) {
        try {
            Files.writeString(file, Integer.toString(number()));
        } catch (IOException e) {
            throw new UncheckedIOException("the port cannot be noted in " + file, e);
        }
    }

    int number() {
        return held.getLocalPort();
    }

    /** Lets the port go, for the services to bind it at once. */
    @Override
    public void close() {
        try {
            held.close();
        } catch (IOException e) {
            throw new UncheckedIOException("port " + number() + " cannot be released", e);
        }
    }

    private static ServerSocket bound(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true); // connections of the last run may linger in TIME_WAIT
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
