package dev.scriptorium.ingest.facade;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/** The stand-ins for the other services answer on the port of the tested one; one web site and one kind of extension may call. */
public class ServicesHere implements QuarkusTestProfile {

    public static final String PAGE = "https://app.example.org";

    /** Of this profile alone. */
    public static final Path TEMPORARY = Path.of("target", "facade-temporary").toAbsolutePath();

    @Override
    public Map<String, String> getConfigOverrides() {
        String port = Integer.toString(freePort());
        return Map.of(
                "scriptorium.ingest.blob-directory",
                Path.of("target", "blobs").toString(),
                "scriptorium.ingest.http.allowed-origins",
                PAGE + ",moz-extension://*",
                "scriptorium.ingest.extraction.temporary-folder",
                TEMPORARY.toString(),
                "scriptorium.ingest.events.longest-wait",
                "2S",
                "quarkus.http.test-port",
                port,
                "quarkus.grpc.clients.inference.test-port",
                port,
                "quarkus.grpc.clients.tokenizer.test-port",
                port,
                "quarkus.grpc.clients.translator.test-port",
                port);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
