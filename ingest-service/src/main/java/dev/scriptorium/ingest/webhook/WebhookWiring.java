package dev.scriptorium.ingest.webhook;

import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.Tenant;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes the parts from the configuration. */
@Singleton
class WebhookWiring {

    /** Around an attempt: the name service, and notes in Postgres. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    static Duration lease(WebhookConfig config) {
        return config.timeout().plus(MARGIN);
    }

    @Produces
    @Singleton
    SecretCipher cipher(WebhookConfig config) {
        return new SecretCipher(config.encryptionKey());
    }

    @Produces
    @Singleton
    WebhookAddresses addresses(WebhookConfig config) {
        return new WebhookAddresses(
                new AddressRules(config.allowedNetworks().orElse(List.of()).stream()
                        .map(Network::parse)
                        .toList()),
                config.allowHttp(),
                config.url(),
                WebhookWiring::lookUp);
    }

    private static List<InetAddress> lookUp(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    @Produces
    @Singleton
    Webhooks webhooks(
            WebhookConfig config,
            IngestConfig ingest,
            WebhookStore store,
            WebhookAddresses addresses,
            SecretCipher cipher,
            Clock clock,
            RandomGenerator random) {
        return new Webhooks(
                store,
                addresses,
                cipher,
                new Webhooks.Settings(
                        new Tenant(ingest.tenant()), config.most(), config.previousSecret(), clock, random));
    }

    @Produces
    @Singleton
    WebhookDelivery delivery(
            WebhookConfig config,
            WebhookQueue queue,
            WebhookAddresses addresses,
            SecretCipher cipher,
            WebhookMetrics metrics,
            Vertx vertx) {
        return new WebhookDelivery(
                queue,
                addresses,
                new VertxWebhookSender(vertx, new HttpClientOptions(), config.parallelEach(), config.answer()),
                cipher,
                metrics,
                settings(config));
    }

    private static WebhookDelivery.Settings settings(WebhookConfig config) {
        return new WebhookDelivery.Settings(
                config.timeout(),
                lease(config),
                config.base(),
                config.cap(),
                config.giveUpAfter(),
                config.disableAfter(),
                config.baseUrl()
                        .map(url -> url.toString().replaceAll("/+$", ""))
                        .orElse(""),
                Clock.systemUTC(),
                RandomGenerator.getDefault());
    }
}
