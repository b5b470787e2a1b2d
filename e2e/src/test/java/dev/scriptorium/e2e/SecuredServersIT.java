package dev.scriptorium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Services on a Kafka with SASL and TLS and a Postgres with TLS, with the variables that docs/operations.md gives. */
class SecuredServersIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static Path folder;
    private static SecuredServers servers;
    private final List<ServiceProcess> started = new ArrayList<>();

    @BeforeAll
    static void startServers() throws Exception {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target", "e2e").toAbsolutePath()), "secured-");
        servers = SecuredServers.start(folder);
    }

    @AfterAll
    static void stopServers() {
        if (servers != null) {
            servers.close();
        }
    }

    @AfterEach
    void stopServices() {
        started.forEach(ServiceProcess::kill);
    }

    /** Ingest has consumers, producers and the database; the summarizer has Kafka Streams, the tokenizer a consumer alone. */
    @Test
    void servicesWorkOnServersThatNeedTlsAndPasswords() throws Exception {
        ServiceProcess ingest = start("ingest", environment(SecuredServers.PASSWORD, servers.authority()));
        ServiceProcess tokenizer = start("tokenizer", environment(SecuredServers.PASSWORD, servers.authority()));
        ServiceProcess summarizer = start("summarizer", environment(SecuredServers.PASSWORD, servers.authority()));

        List.of(ingest, tokenizer, summarizer).forEach(ServiceProcess::awaitReady);

        assertThat(servers.encryption()).isNotEmpty().containsOnly(true);
        try (Admin admin = servers.admin()) {
            assertThat(activeGroups(admin)).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aServiceWithAWrongPasswordIsNotReadyAndSaysWhy() throws IOException {
        ServiceProcess tokenizer = start("tokenizer", environment("another password", servers.authority()));

        awaitReadiness(tokenizer, "Authentication failed");

        assertThat(tokenizer.isReady()).isFalse();
    }

    @Test
    void aServiceThatDoesNotTrustTheBrokersIsNotReadyAndSaysWhy() throws Exception {
        Path stranger = Certificate.make(folder.resolve("stranger"), "stranger").authority();
        ServiceProcess tokenizer = start("tokenizer", environment(SecuredServers.PASSWORD, stranger));

        awaitReadiness(tokenizer, "unable to find valid certification path");

        assertThat(tokenizer.isReady()).isFalse();
    }

    private static void awaitReadiness(ServiceProcess service, String cause) {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(service.readiness()).contains(cause));
    }

    private static List<String> activeGroups(Admin admin) throws Exception {
        List<String> names = admin.listGroups().all().get(60, TimeUnit.SECONDS).stream()
                .map(group -> group.groupId())
                .toList();
        return admin.describeConsumerGroups(names).all().get(60, TimeUnit.SECONDS).values().stream()
                .filter(group -> group.groupState() == GroupState.STABLE)
                .map(ConsumerGroupDescription::groupId)
                .toList();
    }

    private ServiceProcess start(String service, Map<String, String> environment) throws IOException {
        ServiceProcess process = new ServiceProcess(
                service, "127.0.0.1", SecuredServers.freePort(), SecuredServers.freePort(), folder, environment);
        started.add(process);
        return process;
    }

    private static Map<String, String> environment(String password, Path trusted) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("SCRIPTORIUM_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", servers.kafka());
        environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
        environment.put("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
        environment.put(
                "KAFKA_SASL_JAAS_CONFIG",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + SecuredServers.USER
                        + "\" password=\"" + password + "\";");
        environment.put("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM");
        environment.put("KAFKA_SSL_TRUSTSTORE_LOCATION", trusted.toString());
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", servers.jdbcUrl(trusted));
        environment.put("QUARKUS_DATASOURCE_USERNAME", servers.postgres().username());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", servers.postgres().password());
        environment.put(
                "SCRIPTORIUM_INGEST_BLOB_DIRECTORY", folder.resolve("blobs").toString());
        return environment;
    }
}
