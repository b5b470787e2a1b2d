package dev.scriptorium.standalone.instance;

import dev.scriptorium.embedded.EmbeddedKafka;
import dev.scriptorium.embedded.EmbeddedPostgres;
import dev.scriptorium.embedded.PostgresSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** The Kafka and the Postgres of an instance: embedded ones on its data folder, or those that the environment names. */
final class Servers implements AutoCloseable {
    private final KafkaAddress kafka;
    private final PostgresAddress postgres;
    private final List<AutoCloseable> started;

    private Servers(KafkaAddress kafka, PostgresAddress postgres, List<AutoCloseable> started) {
        this.kafka = kafka;
        this.postgres = postgres;
        this.started = started;
    }

    record KafkaAddress(String bootstrapServers) {
        static Optional<KafkaAddress> ofEnvironment() {
            return environment("KAFKA_BOOTSTRAP_SERVERS").map(KafkaAddress::new);
        }
    }

    record PostgresAddress(String jdbcUrl, String username, String password) {
        static Optional<PostgresAddress> ofEnvironment() {
            return environment("QUARKUS_DATASOURCE_JDBC_URL")
                    .map(url -> new PostgresAddress(
                            url,
                            environment("QUARKUS_DATASOURCE_USERNAME").orElse(""),
                            environment("QUARKUS_DATASOURCE_PASSWORD").orElse("")));
        }

        /** As psql takes it. */
        String url() {
            String plain = jdbcUrl.substring("jdbc:".length());
            return username.isEmpty() ? plain : plain.replaceFirst("//", "//" + username + ":" + password + "@");
        }
    }

    /** Starts what the environment does not name, both at the same time. */
    static Servers start(DataFolder data, StartProgress progress) {
        List<AutoCloseable> started = new ArrayList<>();
        CompletableFuture<KafkaAddress> kafka = inBackground(
                "kafka-start",
                () -> KafkaAddress.ofEnvironment().orElseGet(() -> {
                    Supervised<EmbeddedKafka> server =
                            new Supervised<>("Kafka", () -> EmbeddedKafka.start(data.kafka()), EmbeddedKafka::ended);
                    keep(started, server);
                    progress.ready("Kafka is ready");
                    return new KafkaAddress(server.server().bootstrapServers());
                }));
        CompletableFuture<PostgresAddress> postgres = inBackground(
                "postgres-start",
                () -> PostgresAddress.ofEnvironment().orElseGet(() -> {
                    PostgresSettings settings = new PostgresSettings(data.postgres(), data.programs(), true);
                    Supervised<EmbeddedPostgres> server = new Supervised<>(
                            "Postgres", () -> EmbeddedPostgres.start(settings), EmbeddedPostgres::ended);
                    keep(started, server);
                    progress.ready("Postgres is ready");
                    EmbeddedPostgres running = server.server();
                    return new PostgresAddress(running.jdbcUrl(), running.username(), running.password());
                }));
        try {
            CompletableFuture.allOf(kafka, postgres).join();
            return new Servers(kafka.join(), postgres.join(), started);
        } catch (CompletionException e) {
            new Servers(new KafkaAddress(""), new PostgresAddress("", "", ""), started).close();
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    KafkaAddress kafka() {
        return kafka;
    }

    PostgresAddress postgres() {
        return postgres;
    }

    @Override
    public void close() {
        synchronized (started) {
            started.parallelStream().forEach(Servers::close);
        }
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keep(List<AutoCloseable> started, AutoCloseable server) {
        synchronized (started) {
            started.add(server);
        }
    }

    private static <T> CompletableFuture<T> inBackground(String name, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().name(name).start(() -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
