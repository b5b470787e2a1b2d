package dev.scriptorium.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.scriptorium.core.quantity.DataSize;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VertxWebhookSenderTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String PASSWORD = "changeit";

    private final Vertx vertx = Vertx.vertx();
    private final VertxWebhookSender sender =
            new VertxWebhookSender(vertx, new HttpClientOptions(), 4, DataSize.parse("64KiB"));
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void postsToTheGivenAddressInTheNameOfTheHost() {
        AtomicReference<String> seen = new AtomicReference<>("");
        handle(exchange -> {
            seen.set(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Host") + " "
                    + exchange.getRequestHeaders().getFirst("X-Test") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
        });

        WebhookSender.Answer answer = sender.post(
                URI.create("http://hooks.example.test:" + port() + "/a%20b?c=d"),
                HERE,
                Map.of("X-Test", "yes"),
                BODY,
                LONG);

        assertThat(answer.status()).isEqualTo(OptionalInt.of(204));
        assertThat(seen.get()).isEqualTo("POST /a%20b?c=d hooks.example.test:" + port() + " yes {\"a\":1}");
    }

    @Test
    void doesNotFollowARedirect() {
        AtomicInteger requests = new AtomicInteger();
        handle(exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port() + "/secret");
            exchange.sendResponseHeaders(307, -1);
        });

        WebhookSender.Answer answer = post(LONG);

        assertThat(answer.status()).isEqualTo(OptionalInt.of(307));
        assertThat(requests).hasValue(1);
    }

    @Test
    void givesUpOnAReceiverThatIsSilent() {
        handle(exchange -> awaitRelease());

        WebhookSender.Answer answer = post(Duration.ofMillis(300));

        assertThat(answer.status()).isEmpty();
        assertThat(answer.error()).contains("No answer within 300 ms.");
    }

    @Test
    void takesTheStatusOfAnAnswerWhoseBodyDoesNotEnd() {
        handle(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaitRelease();
        });

        assertThat(post(Duration.ofMillis(500)).status()).isEqualTo(OptionalInt.of(200));
    }

    @Test
    void endsAnAnswerThatIsTooLong() {
        AtomicReference<Boolean> cut = new AtomicReference<>(false);
        CountDownLatch ended = new CountDownLatch(1);
        handle(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                for (int i = 0; i < 100_000; i++) {
                    body.write(new byte[64 << 10]);
                }
            } catch (IOException e) {
                cut.set(true);
            } finally {
                ended.countDown();
            }
        });

        WebhookSender.Answer answer = post(LONG);

        assertThat(answer.status()).isEqualTo(OptionalInt.of(200));
        assertThat(ended).satisfies(CountDownLatch::await);
        assertThat(cut.get()).isTrue();
    }

    @Test
    void saysThatNobodyListens() {
        server.stop(0);

        WebhookSender.Answer answer = post(LONG);

        assertThat(answer.status()).isEmpty();
        assertThat(answer.error()).contains("The connection was refused or not made in time.");
    }

    @Test
    void readsHowLongToWait() {
        handle(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "120");
            exchange.sendResponseHeaders(503, -1);
        });

        assertThat(post(LONG).retryAfter()).contains(Duration.ofMinutes(2));
    }

    @Test
    void checksTheCertificateForTheNameAndNotForTheAddress(@TempDir Path folder) throws Exception {
        // Given a receiver with a certificate for hooks.example.test that the client trusts
        Path store = folder.resolve("hooks.p12");
        keytool(store);
        HttpsServer tls = HttpsServer.create(new InetSocketAddress(HERE, 0), 0);
        tls.setHttpsConfigurator(new HttpsConfigurator(context(store)));
        tls.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        tls.start();
        int port = tls.getAddress().getPort();
        VertxWebhookSender trusting = new VertxWebhookSender(
                vertx,
                new HttpClientOptions()
                        .setTrustOptions(
                                new PfxOptions().setPath(store.toString()).setPassword(PASSWORD)),
                4,
                DataSize.parse("64KiB"));
        try {
            assertThat(trusting.post(URI.create("https://hooks.example.test:" + port), HERE, Map.of(), BODY, LONG)
                            .status())
                    .isEqualTo(OptionalInt.of(200));
            assertThat(trusting.post(URI.create("https://other.example.test:" + port), HERE, Map.of(), BODY, LONG)
                            .error())
                    .hasValueSatisfying(error -> assertThat(error).startsWith("TLS failed"));
            assertThat(sender.post(URI.create("https://hooks.example.test:" + port), HERE, Map.of(), BODY, LONG)
                            .error())
                    .as("a certificate that nobody trusts")
                    .hasValueSatisfying(error -> assertThat(error).startsWith("TLS failed"));
        } finally {
            tls.stop(0);
        }
    }

    private WebhookSender.Answer post(Duration within) {
        return sender.post(URI.create("http://127.0.0.1:" + port() + "/"), HERE, Map.of(), BODY, within);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpHandler handler) {
        server.createContext("/", exchange -> {
            try (HttpExchange closed = exchange) {
                handler.handle(exchange);
            }
        });
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void keytool(Path store) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "hooks",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=hooks.example.test",
                        "-ext",
                        "SAN=dns:hooks.example.test",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private static SSLContext context(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
