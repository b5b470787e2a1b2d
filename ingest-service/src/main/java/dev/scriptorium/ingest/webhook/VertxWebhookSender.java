package dev.scriptorium.ingest.webhook;

import dev.scriptorium.core.quantity.DataSize;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/**
 * Posts with the HTTP client of Vert.x, which connects to a given address and names the host of the URL in TLS and in the request.
 * The body of an answer is dropped.
 */
final class VertxWebhookSender implements WebhookSender {

    private static final int HEADERS = 16 << 10;
    private static final int KEPT_SECONDS = 10;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final HttpClient client;
    private final long mostAnswer;

    /** @param options with what is trusted; the rest is set here */
    VertxWebhookSender(Vertx vertx, HttpClientOptions options, int connections, DataSize mostAnswer) {
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions(options)
                        .setDecompressionSupported(false)
                        .setMaxHeaderSize(HEADERS)
                        .setKeepAliveTimeout(KEPT_SECONDS))
                .with(new PoolOptions().setHttp1MaxSize(connections))
                // Without it, Vert.x logs an error where a receiver resets a connection that nothing uses.
                .withConnectHandler(connection -> connection.exceptionHandler(unused -> {}))
                .build();
        this.mostAnswer = mostAnswer.toBytes();
    }

    @Override
    public Answer post(URI url, InetAddress address, Map<String, String> headers, byte[] body, Duration within) {
        AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
        AtomicReference<Answer> answer = new AtomicReference<>();
        CompletableFuture<Void> done = client.request(options(url, address, headers, within))
                .compose(request -> {
                    sent.set(request);
                    return request.send(Buffer.buffer(body));
                })
                .compose(response -> {
                    answer.set(
                            new Answer(OptionalInt.of(response.statusCode()), retryAfter(response), Optional.empty()));
                    return dropped(response);
                })
                .toCompletionStage()
                .toCompletableFuture();
        String error = "No answer within " + within.toMillis() + " ms.";
        try {
            done.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            error = reason(e.getCause());
        } catch (TimeoutException e) {
            Optional.ofNullable(sent.get()).ifPresent(HttpClientRequest::reset);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            error = "The service is stopping.";
        }
        Answer given = answer.get();
        return given == null ? Answer.failed(error) : given;
    }

    private static RequestOptions options(URI url, InetAddress address, Map<String, String> headers, Duration within) {
        boolean tls = url.getScheme().equalsIgnoreCase("https");
        int port = url.getPort() > 0 ? url.getPort() : tls ? HTTPS : HTTP;
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(WebhookAddresses.host(url))
                .setPort(port)
                .setSsl(tls)
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .setFollowRedirects(false)
                .setConnectTimeout(within.toMillis())
                .setIdleTimeout(within.toMillis());
        headers.forEach(options::addHeader);
        return options;
    }

    /** What follows the limit ends the connection; the status counts all the same. */
    private Future<Void> dropped(HttpClientResponse response) {
        Promise<Void> end = Promise.promise();
        AtomicLong read = new AtomicLong();
        response.handler(chunk -> {
                    if (read.addAndGet(chunk.length()) > mostAnswer) {
                        response.request().reset();
                        end.tryComplete();
                    }
                })
                .exceptionHandler(thrown -> end.tryComplete())
                .endHandler(nothing -> end.tryComplete());
        return end.future();
    }

    private static Optional<Duration> retryAfter(HttpClientResponse response) {
        String seconds = response.getHeader("Retry-After");
        return seconds != null && seconds.matches("\\d{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }

    /** Of what failed, never what the other side sent. */
    private static String reason(Throwable thrown) {
        return switch (thrown) {
            case SSLException tls -> "TLS failed: " + tls.getClass().getSimpleName() + ".";
            case ConnectException refused -> "The connection was refused or not made in time.";
            default -> "The connection failed: " + thrown.getClass().getSimpleName() + ".";
        };
    }
}
