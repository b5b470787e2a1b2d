package dev.scriptorium.ingest.webhook;

import dev.scriptorium.core.quantity.DataSize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Addresses of clients that are told of events. */
@ConfigMapping(prefix = "scriptorium.ingest.webhooks")
public interface WebhookConfig {

    /** Whether a webhook may have an address with http. Everybody on the way can read and change what is sent there. */
    @WithDefault("false")
    boolean allowHttp();

    /**
     * Networks such as {@code 10.20.0.0/16} or {@code fd00::/8} that webhooks may lead to although they are not public. Without
     * them no request goes to loopback, private, link-local or reserved addresses.
     */
    Optional<List<String>> allowedNetworks();

    /** The address of this API as clients know it, such as {@code https://documents.example.org}, for links. By default links are paths. */
    Optional<URI> baseUrl();

    /** 32 bytes in base64 that the secrets of webhooks are encrypted with in Postgres. Without it they are stored as they are. */
    Optional<String> encryptionKey();

    /** Webhooks beside those of single jobs. */
    @WithDefault("100")
    @Min(1)
    int most();

    /** The characters of an address. */
    @WithDefault("2000")
    @Min(1)
    int url();

    /** How long an attempt may take. */
    @WithDefault("10S")
    Duration timeout();

    /** The part of an answer's body that is read, and dropped; a longer one ends the connection. */
    @WithDefault("64KiB")
    DataSize answer();

    /** Attempts that each instance makes at the same time. */
    @WithDefault("16")
    @Min(1)
    int parallel();

    /** Attempts of these for the same webhook. */
    @WithDefault("4")
    @Min(1)
    int parallelEach();

    /** How often an instance without work looks for some. */
    @WithDefault("500ms")
    Duration poll();

    /** The longest wait after the first failed attempt; doubled after each further one. */
    @WithDefault("5S")
    Duration base();

    /** The longest wait between two attempts. */
    @WithDefault("1H")
    Duration cap();

    /** How long a message is tried; one that is older when an attempt fails is given up. */
    @WithDefault("24H")
    Duration giveUpAfter();

    /** How long every attempt must have failed until a webhook is disabled. */
    @WithDefault("5D")
    Duration disableAfter();

    /** How long the secret before the last rotation signs as well. */
    @WithDefault("24H")
    Duration previousSecret();

    /** How long delivered and given up messages, and their attempts, are kept. */
    @WithDefault("7D")
    Duration keep();
}
