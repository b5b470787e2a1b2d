package dev.scriptorium.ingest.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes requests to the addresses of clients. Thread-safe. */
interface WebhookSender {

    /**
     * Posts once, without following redirects. Returns within about that time, whatever the other side does.
     *
     * @param address where to connect to, whatever the host's name resolves to by now
     */
    Answer post(URI url, InetAddress address, Map<String, String> headers, byte[] body, Duration within);

    /**
     * How a request ended.
     *
     * @param status empty without an answer; then {@code error} says why
     */
    record Answer(OptionalInt status, Optional<Duration> retryAfter, Optional<String> error) {

        static Answer failed(String error) {
            return new Answer(OptionalInt.empty(), Optional.empty(), Optional.of(error));
        }
    }
}
