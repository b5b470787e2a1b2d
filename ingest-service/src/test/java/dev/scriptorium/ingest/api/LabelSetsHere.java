package dev.scriptorium.ingest.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/** The service with itself, that is with fakes, as inference-service and translator-service. */
public final class LabelSetsHere implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        String port = Integer.toString(freePort());
        return Map.of(
                "scriptorium.ingest.blob-directory",
                Path.of("target", "blobs").toString(),
                "scriptorium.ingest.limits.examples",
                "3MiB",
                "quarkus.http.test-port",
                port,
                "quarkus.grpc.clients.inference.test-port",
                port,
                "quarkus.grpc.clients.translator.test-port",
                port,
                "quarkus.grpc.clients.tokenizer.test-port",
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
