package dev.scriptorium.modelrepository.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A store with one bucket, {@code models}, asked for by path; it lists two objects to a page and checks signatures. */
final class FakeStore implements AutoCloseable {

    private static final int PAGE = 2;

    /** Requests as {@code list} or {@code get key}, with the range where one was asked for. */
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    final Map<String, byte[]> objects = new TreeMap<>();

    /** Statuses that the next requests get before any is answered. */
    final Deque<Integer> troubles = new ConcurrentLinkedDeque<>();

    /** Bytes of the next objects after which the connection breaks off. */
    final Deque<Integer> cuts = new ConcurrentLinkedDeque<>();

    /** Where set, the secret of the key {@code AKIAIOSFODNN7EXAMPLE} that requests have to be signed with. */
    String secret = "";

    String region = "us-east-1";

    /** What happens in the store when all was listed. */
    Runnable onceListed = () -> {};

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    FakeStore() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Map<String, String> query = query(exchange);
        String range = exchange.getRequestHeaders().getFirst("Range");
        String key = path.replaceFirst("^/[^/]+/?", "");
        requests.add((key.isEmpty() ? "list" : "get " + key) + (range == null ? "" : " " + range));
        exchange.getResponseHeaders().add("x-amz-bucket-region", region);
        Integer trouble = troubles.poll();
        if (trouble != null) {
            error(exchange, trouble, "SlowDown");
        } else if (!secret.isEmpty() && !signed(exchange)) {
            error(exchange, 403, "SignatureDoesNotMatch");
        } else if (!path.startsWith("/models")) {
            error(exchange, 404, "NoSuchBucket");
        } else if (key.isEmpty()) {
            list(exchange, query);
        } else if (!objects.containsKey(key)) {
            error(exchange, 404, "NoSuchKey");
        } else {
            object(exchange, objects.get(key), range);
        }
    }

    private boolean signed(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        return new Signature(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getRawPath(),
                        query == null ? "" : query,
                        exchange.getRequestHeaders()::getFirst)
                .isOf("AKIAIOSFODNN7EXAMPLE", secret, region);
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        List<String> keys = objects.keySet().stream()
                .filter(key -> key.startsWith(query.getOrDefault("prefix", "")))
                .toList();
        int from = Integer.parseInt(query.getOrDefault("continuation-token", "0"));
        int to = Math.min(keys.size(), from + PAGE);
        String contents = keys.subList(from, to).stream()
                .map(key -> "<Contents><Key>%s</Key><ETag>&quot;%s&quot;</ETag><Size>%d</Size></Contents>"
                        .formatted(key, tag(objects.get(key)), objects.get(key).length))
                .collect(Collectors.joining());
        if (to == keys.size()) {
            onceListed.run();
        }
        String next = to < keys.size() ? "<NextContinuationToken>" + to + "</NextContinuationToken>" : "";
        xml(
                exchange,
                200,
                "<ListBucketResult><IsTruncated>%s</IsTruncated>%s%s</ListBucketResult>"
                        .formatted(to < keys.size(), contents, next));
    }

    private void object(HttpExchange exchange, byte[] all, String range) throws IOException {
        String expected = exchange.getRequestHeaders().getFirst("If-Match");
        if (expected != null && !expected.equals("\"" + tag(all) + "\"")) {
            error(exchange, 412, "PreconditionFailed");
            return;
        }
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.getResponseHeaders().add("ETag", "\"" + tag(all) + "\"");
        if (from > 0) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes %d-%d/%d".formatted(from, all.length - 1, all.length));
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, all.length - from);
        Integer cut = cuts.poll();
        int to = cut == null ? all.length : Math.min(all.length, from + cut);
        OutputStream body = exchange.getResponseBody();
        body.write(all, from, to - from);
        if (to < all.length) {
            body.flush();
            // What a handler throws ends the connection.
            throw new IOException("cut off");
        }
        body.close();
    }

    private static Map<String, String> query(HttpExchange exchange) {
        String raw = exchange.getRequestURI().getRawQuery();
        return raw == null
                ? Map.of()
                : Arrays.stream(raw.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> pair[0], pair -> pair.length < 2 ? "" : URLDecoder.decode(pair[1], UTF_8)));
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        xml(exchange, status, "<Error><Code>" + code + "</Code><Message>no</Message></Error>");
    }

    private static void xml(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text).getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String tag(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
