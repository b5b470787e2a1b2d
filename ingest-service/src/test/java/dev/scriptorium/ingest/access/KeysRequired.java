package dev.scriptorium.ingest.access;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/** The service with credentials required, at all addresses, and with itself, that is with fakes, as the other services. */
public final class KeysRequired implements QuarkusTestProfile {

    static final String TOKEN = "the-shared-token-of-all-services-here";

    @Override
    public Map<String, String> getConfigOverrides() {
        String port = Integer.toString(freePort());
        return Map.of(
                "scriptorium.ingest.blob-directory", Path.of("target", "blobs").toString(),
                "scriptorium.access.mode", "required",
                "scriptorium.access.token", TOKEN,
                "quarkus.http.host", "0.0.0.0",
                "quarkus.http.test-port", port,
                "quarkus.grpc.clients.inference.test-port", port,
                "quarkus.grpc.clients.translator.test-port", port,
                "quarkus.grpc.clients.tokenizer.test-port", port,
                "quarkus.grpc.clients.summarizer.test-port", port);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
