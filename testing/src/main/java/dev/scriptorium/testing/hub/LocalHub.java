package dev.scriptorium.testing.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A server with the part of the Hugging Face Hub's API by which models are fetched. Its repositories have a branch {@code main}. */
public final class LocalHub implements AutoCloseable {

    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private static final String MODELS = "/api/models/";
    private static final String REVISION = "/revision/";
    private static final String RESOLVE = "/resolve/" + COMMIT + "/";

    private final Map<String, Map<String, byte[]>> repositories = new ConcurrentHashMap<>();
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private record Refusal(int status, String code) {}

    public LocalHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** The value of {@code HF_ENDPOINT}. */
    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Publishes a repository with these files. */
    public void publish(String repository, Map<String, byte[]> files) {
        repositories.put(repository, Map.copyOf(files));
    }

    /** Answers every request for a repository with a status and the hub's code for the reason. */
    public void refuse(String repository, int status, String code) {
        refusals.put(repository, new Refusal(status, code));
    }

    /** Requests for files, as {@code METHOD repository file}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith(MODELS) && path.contains(REVISION)) {
                list(exchange, path.substring(MODELS.length()).split(REVISION, 2));
            } else if (path.contains(RESOLVE)) {
                give(exchange, path.substring(1).split(RESOLVE, 2));
            } else {
                refuse(exchange, new Refusal(404, "EntryNotFound"));
            }
        }
    }

    private void list(HttpExchange exchange, String[] asked) throws IOException {
        Refusal refusal = refusals.get(asked[0]);
        Map<String, byte[]> files = repositories.get(asked[0]);
        if (refusal != null) {
            refuse(exchange, refusal);
        } else if (files == null) {
            // what the real one answers to a client without a token
            refuse(exchange, new Refusal(401, "RepoNotFound"));
        } else if (!List.of("main", COMMIT).contains(asked[1])) {
            refuse(exchange, new Refusal(404, "RevisionNotFound"));
        } else {
            String siblings = files.keySet().stream()
                    .sorted()
                    .map(file -> "{\"rfilename\":\"" + file + "\"}")
                    .collect(Collectors.joining(","));
            send(exchange, ("{\"sha\":\"" + COMMIT + "\",\"siblings\":[" + siblings + "]}").getBytes(UTF_8));
        }
    }

    private void give(HttpExchange exchange, String[] asked) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + asked[0] + " " + asked[1]);
        byte[] content = repositories.getOrDefault(asked[0], Map.of()).get(asked[1]);
        if (content == null) {
            refuse(exchange, new Refusal(404, "EntryNotFound"));
            return;
        }
        exchange.getResponseHeaders().add("ETag", '"' + gitDigest(content) + '"');
        send(exchange, content);
    }

    private static void send(HttpExchange exchange, byte[] content) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private static void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
        exchange.getResponseHeaders().add("X-Error-Code", refusal.code());
        exchange.sendResponseHeaders(refusal.status(), -1);
    }

    private static String gitDigest(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + content.length + "\0").getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
