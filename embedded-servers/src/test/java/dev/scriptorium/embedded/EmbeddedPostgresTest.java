package dev.scriptorium.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    private static final Path PROGRAMS = Path.of("target", "postgres-programs");

    @TempDir
    Path folder;

    private PostgresSettings settings;

    @BeforeEach
    void chooseFolder() {
        settings = new PostgresSettings(folder.resolve("postgres"), PROGRAMS, true);
    }

    @Test
    void keepsPortPasswordAndRowsOverACleanRestart() throws SQLException {
        String url;
        String password;
        try (EmbeddedPostgres first = EmbeddedPostgres.start(settings)) {
            run(first, "CREATE TABLE note (text text)");
            run(first, "INSERT INTO note VALUES ('kept')");
            url = first.jdbcUrl();
            password = first.password();
        }

        try (EmbeddedPostgres second = EmbeddedPostgres.start(settings)) {
            assertThat(second.jdbcUrl()).isEqualTo(url);
            assertThat(second.password()).isEqualTo(password);
            assertThat(ask(second, "SELECT text FROM note")).isEqualTo("kept");
        }
    }

    @Test
    void writesEveryCommitToDiskUnlessToldOtherwise() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            assertThat(ask(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW synchronous_commit")).isEqualTo("on");
        }
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(new PostgresSettings(settings.folder(), PROGRAMS, false))) {
            assertThat(ask(postgres, "SHOW fsync")).isEqualTo("off");
        }
    }

    @Test
    void refusesAWrongPassword() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), "guessed"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void recoversWhatWasCommittedBeforeAKill() throws SQLException {
        EmbeddedPostgres killed = EmbeddedPostgres.start(settings);
        run(killed, "CREATE TABLE note (text text)");
        run(killed, "INSERT INTO note VALUES ('committed')");
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        killed.ended().join();

        try (EmbeddedPostgres next = EmbeddedPostgres.start(settings)) {
            assertThat(ask(next, "SELECT text FROM note")).isEqualTo("committed");
        }
    }

    @Test
    void stopsAServerThatAnEarlierRunLeftBehind() throws SQLException {
        EmbeddedPostgres orphan = EmbeddedPostgres.start(settings);
        run(orphan, "CREATE TABLE note (text text)");

        try (EmbeddedPostgres next = EmbeddedPostgres.start(settings)) {
            assertThat(orphan.ended()).succeedsWithin(Duration.ofSeconds(30));
            assertThat(ask(next, "SELECT count(*) FROM note")).isEqualTo("0");
        }
    }

    @Test
    void endsByItselfWhenItsParentWasKilledAndLosesNothing() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        settings.folder().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long postmaster;
        try (BufferedReader output = parent.inputReader()) {
            postmaster = Long.parseLong(output.readLine());
        }
        parent.destroyForcibly().waitFor();

        ProcessHandle.of(postmaster)
                .ifPresent(orphan -> assertThat(orphan.onExit()).succeedsWithin(Duration.ofSeconds(30)));
        assertThat(settings.folder().resolve("cluster/postmaster.pid")).doesNotExist();
        try (EmbeddedPostgres next = EmbeddedPostgres.start(settings)) {
            assertThat(ask(next, "SELECT text FROM note")).isEqualTo("committed");
        }
    }

    @Test
    void doesNotTakeTheWatcherOfItsParentForAChildOfItsOwn() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            assertThat(ProcessHandle.of(postgres.pid()).orElseThrow().children())
                    .allSatisfy(child -> assertThat(child.info().command().orElse("postgres"))
                            .endsWith("postgres"));
        }
        assertThat(Files.readString(settings.folder().resolve("postgres.log"))).doesNotContain("untracked child");
    }

    /** Starts Postgres, commits a row, prints the process id and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws SQLException {
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(new PostgresSettings(Path.of(arguments[0]), PROGRAMS, true));
            run(postgres, "CREATE TABLE note (text text)");
            run(postgres, "INSERT INTO note VALUES ('committed')");
            System.out.println(postgres.pid());
            postgres.ended().join();
        }
    }

    @Test
    void makesTheClusterAnewWhenAnEarlierRunDiedWhileMakingIt() throws Exception {
        Path half = settings.folder().resolve("cluster-in-the-making/cluster");
        Files.createDirectories(half);
        Files.writeString(half.resolve("PG_VERSION"), "18");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            assertThat(ask(postgres, "SELECT current_database()")).isEqualTo("scriptorium");
        }
        assertThat(half.getParent()).doesNotExist();
    }

    private static void run(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }
}
