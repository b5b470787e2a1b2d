package dev.scriptorium.ingest.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A server with one bucket and the requests of S3 that {@link S3BlobStore} makes: get, put with and without {@code If-None-Match}, copy, delete, and lists of
 * two objects a page. It refuses other access keys, and bodies in signed chunks, as many stores do.
 */
final class FakeObjectStore implements AutoCloseable {

    private static final int PAGE = 2;
    private static final Pattern PARAMETER = Pattern.compile("(?:^|&)([^=&]+)=([^&]*)");

    private final ConcurrentNavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Clock clock = Clock.systemUTC();
    private final String bucket;
    private final String accessKey;
    private final HttpServer server;

    private record StoredObject(byte[] content, Instant modified) {}

    FakeObjectStore(String bucket, String accessKey) throws IOException {
        this.bucket = bucket;
        this.accessKey = accessKey;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String key = path.substring(Math.min(path.length(), bucket.length() + 2));
        String signature = header(exchange, "Authorization").orElse("");
        if (!signature.contains("Credential=" + accessKey + "/")) {
            error(exchange, 403, "InvalidAccessKeyId");
        } else if (header(exchange, "x-amz-decoded-content-length").isPresent()) {
            error(exchange, 501, "NotImplemented");
        } else if (!path.startsWith("/" + bucket)) {
            error(exchange, 404, "NoSuchBucket");
        } else {
            switch (exchange.getRequestMethod()) {
                case "GET" -> get(exchange, key);
                case "PUT" -> put(exchange, key, body);
                case "DELETE" -> {
                    objects.remove(key);
                    answer(exchange, 204, new byte[0]);
                }
                default -> error(exchange, 405, "MethodNotAllowed");
            }
        }
    }

    private void get(HttpExchange exchange, String key) throws IOException {
        StoredObject object = objects.get(key);
        if (key.isEmpty()) {
            list(exchange, parameters(exchange));
        } else if (object == null) {
            error(exchange, 404, "NoSuchKey");
        } else {
            answer(exchange, 200, object.content());
        }
    }

    private void put(HttpExchange exchange, String key, byte[] body) throws IOException {
        Optional<String> source = header(exchange, "x-amz-copy-source")
                .map(name -> URLDecoder.decode(name, UTF_8).replaceFirst("^/?" + bucket + "/", ""));
        if (header(exchange, "If-None-Match").isPresent() && objects.containsKey(key)) {
            error(exchange, 412, "PreconditionFailed");
        } else if (source.isPresent()) {
            StoredObject copied = objects.get(source.get());
            if (copied == null) {
                error(exchange, 404, "NoSuchKey");
            } else {
                objects.put(key, new StoredObject(copied.content(), clock.instant()));
                xml(exchange, 200, "<CopyObjectResult><ETag>\"e\"</ETag></CopyObjectResult>");
            }
        } else {
            objects.put(key, new StoredObject(body, clock.instant()));
            answer(exchange, 200, new byte[0]);
        }
    }

    /** The token of a page is the last key of the one before. */
    private void list(HttpExchange exchange, Map<String, String> parameters) throws IOException {
        String after = parameters.getOrDefault("continuation-token", "");
        List<String> keys = objects.tailMap(after, false).keySet().stream()
                .filter(key -> key.startsWith(parameters.getOrDefault("prefix", "")))
                .limit(PAGE + 1)
                .toList();
        boolean more = keys.size() > PAGE;
        List<String> page = keys.subList(0, Math.min(PAGE, keys.size()));
        String contents = page.stream()
                .map(key -> "<Contents><Key>%s</Key><LastModified>%s</LastModified></Contents>"
                        .formatted(key, objects.get(key).modified()))
                .collect(Collectors.joining());
        String next = more ? "<NextContinuationToken>" + page.getLast() + "</NextContinuationToken>" : "";
        xml(
                exchange,
                200,
                "<ListBucketResult><IsTruncated>%s</IsTruncated>%s%s</ListBucketResult>"
                        .formatted(more, contents, next));
    }

    private static Map<String, String> parameters(HttpExchange exchange) {
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        return PARAMETER
                .matcher(query)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> URLDecoder.decode(found.group(2), UTF_8)));
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        xml(exchange, status, "<Error><Code>" + code + "</Code><Message>no</Message></Error>");
    }

    private static void xml(HttpExchange exchange, int status, String text) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        answer(exchange, status, ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text).getBytes(UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("ETag", "\"e\"");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
