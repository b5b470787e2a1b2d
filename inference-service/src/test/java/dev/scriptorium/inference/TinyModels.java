package dev.scriptorium.inference;

import dev.scriptorium.engine.TestModels;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Map;

/** The service with the engine's small random-weight models, and with itself as tokenizer-service. */
public final class TinyModels implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        String port = Integer.toString(freePort());
        return Map.of(
                "scriptorium.models.directories",
                TestModels.folder("tiny-marian").getParent().toString(),
                "scriptorium.inference.label-sets.tiny",
                "tiny-classifier",
                "scriptorium.inference.preload",
                "tiny-marian",
                "scriptorium.inference.labels.embedding-model",
                "tiny-embedding",
                "scriptorium.inference.labels.directory",
                emptyFolder(),
                "scriptorium.inference.labels.examples",
                "60",
                "quarkus.http.test-port",
                port,
                "quarkus.grpc.clients.tokenizer.host",
                "localhost",
                "quarkus.grpc.clients.tokenizer.port",
                port);
    }

    private static String emptyFolder() {
        try {
            return Files.createTempDirectory("label-sets").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
