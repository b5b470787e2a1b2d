package dev.scriptorium.modelrepository.hub;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Requests to the hub: redirects are followed, the token goes to the endpoint's host alone, and what may pass is tried
 * again. Safe for many threads.
 */
final class HubClient {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 8;

    private final HubSettings settings;
    private final Attempts attempts;
    private final HttpClient http;

    HubClient(HubSettings settings) {
        this.settings = settings;
        this.attempts = new Attempts(
                settings.attempts(),
                settings.firstWait(),
                " from " + settings.endpoint(),
                "check the network, HF_ENDPOINT and the proxy, or fetch it elsewhere and set HF_HUB_OFFLINE=1");
        this.http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.patience())
                .build();
    }

    /** What is made of an answer; an {@link IOException} means that its body broke off, and to try again. */
    interface Reader<T> {
        T read(int status, HttpHeaders headers, InputStream body) throws IOException;
    }

    /**
     * Asks and reads, and again from the start where that failed in a way that may pass.
     *
     * @param request makes the request anew for each attempt; it may differ by what an earlier one brought
     * @throws FailureException {@code MODEL_UNKNOWN} where the hub has it not or not for this token,
     *     {@code DEPENDENCY_UNAVAILABLE} where all attempts failed
     */
    <T> T ask(String what, Supplier<HttpRequest.Builder> request, Reader<T> reader) {
        return attempts.make(what, () -> once(what, request.get(), reader));
    }

    private <T> T once(String what, HttpRequest.Builder request, Reader<T> reader) throws IOException {
        URI uri = request.build().uri();
        for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
            HttpResponse<InputStream> response = send(request.copy().uri(uri), uri);
            try (InputStream body = new WatchedBody(response.body(), settings.patience())) {
                int status = response.statusCode();
                Optional<String> next = response.headers().firstValue("Location");
                boolean known = response.headers().firstValue("x-linked-etag").isPresent()
                        && response.request().method().equals("HEAD");
                if (REDIRECTS.contains(status) && next.isPresent() && !known) {
                    uri = uri.resolve(next.get());
                    continue;
                }
                check(what, status, response.headers());
                return reader.read(status, response.headers(), body);
            }
        }
        throw new IOException("more than " + MAX_REDIRECTS + " redirects");
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request, URI uri) throws IOException {
        request.timeout(settings.patience()).setHeader("User-Agent", "scriptorium");
        if (settings.token().isPresent() && sameHost(uri, settings.endpoint())) {
            request.setHeader("Authorization", "Bearer " + settings.token().get());
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw Attempts.stopping(e);
        }
    }

    private static boolean sameHost(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equals(other.getHost())
                && one.getPort() == other.getPort();
    }

    private void check(String what, int status, HttpHeaders headers) throws IOException {
        String error = headers.firstValue("X-Error-Code").orElse("");
        switch (error) {
            case "GatedRepo" ->
                throw new FailureException(
                        FailureCode.MODEL_UNKNOWN,
                        what + " is gated: accept its terms on its page at " + settings.endpoint()
                                + ", and set HF_TOKEN to a token of the account that has");
            case "RepoNotFound" ->
                throw new FailureException(
                        FailureCode.MODEL_UNKNOWN,
                        settings.endpoint() + " has no " + what
                                + ", or it is private; check the name, or set HF_TOKEN to a token that may read it");
            case "RevisionNotFound" ->
                throw new FailureException(
                        FailureCode.MODEL_UNKNOWN,
                        settings.endpoint() + " has the repository of " + what + " but not this revision");
            default -> {}
        }
        switch (status) {
            case 401, 403 ->
                throw new FailureException(
                        FailureCode.MODEL_UNKNOWN,
                        "%s denies access to %s (status %d); set HF_TOKEN to a token that may read it, and accept the model's terms on its page"
                                .formatted(settings.endpoint(), what, status));
            case 404 ->
                throw new FailureException(
                        FailureCode.MODEL_UNKNOWN,
                        "%s has no %s; check the name and the revision".formatted(settings.endpoint(), what));
            default -> {
                if (status == 429 || status >= 500) {
                    String failed = "status " + status;
                    throw retryAfter(headers)
                            .<IOException>map(wait -> new Attempts.LaterException(failed, wait))
                            .orElseGet(() -> new IOException(failed));
                }
                // What is neither content nor a redirect that says what it leads to nor a range that is over.
                if (status / 100 != 2 && !REDIRECTS.contains(status) && status != 416) {
                    throw new IOException("status " + status);
                }
            }
        }
    }

    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}") && Integer.parseInt(value) > 0)
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}
