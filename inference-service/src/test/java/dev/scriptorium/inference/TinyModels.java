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
        return Map.ofEntries(
                Map.entry(
                        "scriptorium.models.directories",
                        TestModels.folder("tiny-marian").getParent().toString()),
                // models of other servers, one of which is this one itself
                Map.entry(
                        "scriptorium.models.locations",
                        "writer=openai+http://localhost:" + port + "/openai/v1#stories260k,"
                                + "chatter=openai+http://localhost:" + port + "/openai/v1#tiny-qwen2,"
                                + "unlisted=openai+http://127.0.0.1:" + port + "/openai/v1#stories260k"),
                Map.entry("scriptorium.inference.remote.private-hosts", "localhost"),
                Map.entry("scriptorium.inference.remote.keys.writer", "none"),
                Map.entry("scriptorium.inference.label-sets.tiny", "tiny-classifier"),
                Map.entry("scriptorium.inference.preload", "tiny-marian"),
                Map.entry("scriptorium.inference.labels.embedding-model", "tiny-embedding"),
                Map.entry("scriptorium.inference.labels.directory", emptyFolder()),
                Map.entry("scriptorium.inference.labels.examples", "60"),
                Map.entry("quarkus.http.test-port", port),
                Map.entry("quarkus.grpc.clients.tokenizer.host", "localhost"),
                Map.entry("quarkus.grpc.clients.tokenizer.port", port));
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
