package dev.scriptorium.modelrepository.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A hub with one model, {@code org/name}: small files come from its own address, weights from a second one that a redirect
 * leads to, as on the real one.
 */
final class FakeHub implements AutoCloseable {

    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** Requests as {@code METHOD path}, with the range where one was asked for. */
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    /** Requests to the second address that came with a token. */
    final List<String> leaked = Collections.synchronizedList(new ArrayList<>());

    final Map<String, byte[]> files = new TreeMap<>();

    /** Statuses that the next requests get before any is answered. */
    final Deque<Integer> troubles = new ConcurrentLinkedDeque<>();

    /** Where set, the reason that troubles are answered with. */
    String error = "";

    /** Bytes of the next contents after which the connection breaks off. */
    final Deque<Integer> cuts = new ConcurrentLinkedDeque<>();

    /** Whether a connection that breaks off stays open and silent instead. */
    boolean stalling;

    private final CountDownLatch closed = new CountDownLatch(1);

    /** Where set, the digests of other contents than those that come. */
    boolean lying;

    /** Where set, the token without which nothing is given. */
    String token = "";

    private final HttpServer server;
    private final HttpServer storage;

    FakeHub() throws IOException {
        server = start();
        storage = start();
        server.createContext("/", exchange -> handle(exchange, true));
        storage.createContext("/", exchange -> handle(exchange, false));
    }

    private static HttpServer start() throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        started.start();
        return started;
    }

    URI endpoint() {
        return address(server);
    }

    private static URI address(HttpServer of) {
        return URI.create("http://localhost:" + of.getAddress().getPort());
    }

    private void handle(HttpExchange exchange, boolean hub) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        String method = exchange.getRequestMethod();
        requests.add(method + " " + path + (range == null ? "" : " " + range));
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (!hub && authorization != null) {
            leaked.add(path);
        }
        Integer trouble = troubles.poll();
        if (trouble != null) {
            exchange.getResponseHeaders().add("Retry-After", "0");
            if (!error.isEmpty()) {
                exchange.getResponseHeaders().add("X-Error-Code", error);
            }
            empty(exchange, trouble);
        } else if (hub && !token.isEmpty() && !("Bearer " + token).equals(authorization)) {
            empty(exchange, 401);
        } else if (path.equals("/api/models/org/name/revision/main")
                || path.equals("/api/models/org/name/revision/" + COMMIT)) {
            String siblings = files.keySet().stream()
                    .map(file -> "{\"rfilename\":\"" + file + "\"}")
                    .collect(Collectors.joining(","));
            content(exchange, ("{\"sha\":\"" + COMMIT + "\",\"siblings\":[" + siblings + "]}").getBytes(UTF_8), 0);
        } else {
            String prefix = hub ? "/org/name/resolve/" + COMMIT + "/" : "/";
            byte[] file = path.startsWith(prefix) ? files.get(path.substring(prefix.length())) : null;
            if (file == null) {
                empty(exchange, 404);
            } else {
                file(exchange, path.substring(prefix.length()), file, hub);
            }
        }
    }

    private void file(HttpExchange exchange, String name, byte[] file, boolean hub) throws IOException {
        boolean large = name.endsWith(".safetensors");
        byte[] named = lying ? "other".getBytes(UTF_8) : file;
        if (hub) {
            exchange.getResponseHeaders()
                    .add(
                            large ? "X-Linked-Etag" : "ETag",
                            '"' + (large ? digest("SHA-256", named) : digest("SHA-1", git(named))) + '"');
            if (large) {
                exchange.getResponseHeaders().add("X-Linked-Size", Integer.toString(file.length));
                exchange.getResponseHeaders().add("Location", address(storage) + "/" + name);
                empty(exchange, 302);
                return;
            }
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (from >= file.length && from > 0) {
            empty(exchange, 416);
            return;
        }
        content(exchange, file, from);
    }

    private void content(HttpExchange exchange, byte[] all, int from) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(all.length));
            empty(exchange, 200);
            return;
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, all.length - from);
        Integer cut = cuts.poll();
        int to = cut == null ? all.length : Math.min(all.length, from + cut);
        OutputStream body = exchange.getResponseBody();
        body.write(all, from, to - from);
        if (to < all.length && stalling) {
            body.flush();
            awaitClose();
        }
        if (to < all.length) {
            // What a handler throws ends the connection.
            throw new IOException("cut off");
        }
        body.close();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void empty(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    static byte[] git(byte[] content) {
        byte[] head = ("blob " + content.length + "\0").getBytes(UTF_8);
        byte[] all = new byte[head.length + content.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return all;
    }

    static String digest(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        storage.stop(0);
    }
}
