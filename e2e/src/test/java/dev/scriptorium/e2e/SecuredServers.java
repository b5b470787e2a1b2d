package dev.scriptorium.e2e;

import dev.scriptorium.embedded.EmbeddedKafka;
import dev.scriptorium.embedded.EmbeddedPostgres;
import dev.scriptorium.embedded.PostgresSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * A Kafka whose clients need TLS and a password by SCRAM, and a Postgres with TLS, both with a certificate that one authority file
 * vouches for. Kafka has a listener without either for the test itself.
 */
final class SecuredServers implements AutoCloseable {

    static final String USER = "scriptorium";
    static final String PASSWORD = "a password";

    private static final long ADMIN_SECONDS = 60;

    private final Path authority;
    private final EmbeddedKafka kafka;
    private final int securedPort;
    private final EmbeddedPostgres postgres;

    private SecuredServers(Path authority, EmbeddedKafka kafka, int securedPort, EmbeddedPostgres postgres) {
        this.authority = authority;
        this.kafka = kafka;
        this.securedPort = securedPort;
        this.postgres = postgres;
    }

    static SecuredServers start(Path folder) throws Exception {
        Certificate certificate = Certificate.make(folder, "127.0.0.1");
        int securedPort = freePort();
        EmbeddedPostgres postgres = EmbeddedPostgres.start(new PostgresSettings(
                Files.createDirectories(folder.resolve("postgres")),
                Path.of("target", "postgres-programs").toAbsolutePath(),
                false));
        EmbeddedKafka kafka = EmbeddedKafka.start(
                folder.resolve("kafka"), kafkaSettings(folder.resolve("kafka"), securedPort, certificate));
        SecuredServers servers = new SecuredServers(certificate.authority(), kafka, securedPort, postgres);
        servers.createUser();
        servers.encryptPostgres(certificate);
        return servers;
    }

    String kafka() {
        return "127.0.0.1:" + securedPort;
    }

    /** For the test itself. */
    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    String jdbcUrl(Path trusted) {
        return postgres.jdbcUrl() + "?sslmode=verify-full&sslrootcert=" + trusted;
    }

    Path authority() {
        return authority;
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    /** Connections to the database other than this one, by whether they are encrypted. */
    List<Boolean> encryption() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)
                        WHERE a.datname = current_database() AND a.backend_type = 'client backend' AND pid <> pg_backend_pid()""")) {
            List<Boolean> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getBoolean(1));
            }
            return found;
        }
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
    }

    private static Map<String, String> kafkaSettings(Path folder, int securedPort, Certificate certificate)
            throws IOException {
        Files.createDirectories(folder);
        int port = freePort();
        int controllerPort = freePort();
        Files.writeString(folder.resolve("port"), Integer.toString(port));
        Files.writeString(folder.resolve("controller-port"), Integer.toString(controllerPort));
        String plain = "PLAINTEXT://127.0.0.1:" + port;
        String secured = "SECURED://127.0.0.1:" + securedPort;
        return Map.of(
                "listeners",
                plain + "," + secured + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                plain + "," + secured,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL",
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "listener.name.secured.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                certificate.keyStore().toString(),
                "ssl.keystore.password",
                Certificate.PASSWORD,
                "ssl.key.password",
                Certificate.PASSWORD);
    }

    private void createUser() throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = admin()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get(ADMIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Postgres writes both files itself, so that they belong to the account that it runs as. */
    private void encryptPostgres(Certificate certificate) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SET standard_conforming_strings = on");
            Path folder = Path.of(single(statement, "SHOW data_directory"));
            for (Map.Entry<String, String> file : Map.of(
                            "server.crt", Files.readString(certificate.authority()),
                            "server.key", certificate.privateKey())
                    .entrySet()) {
                statement.execute("COPY (SELECT unnest(string_to_array('"
                        + file.getValue().replace("\r", "").strip() + "', E'\\n'))) TO '"
                        + folder.resolve(file.getKey()) + "'");
            }
            statement.execute("COPY (SELECT 1) TO PROGRAM 'chmod 600 server.key'");
            statement.execute("ALTER SYSTEM SET ssl = on");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private static String single(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
