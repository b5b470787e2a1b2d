package dev.scriptorium.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A folder with the data of one Postgres, and the programs that work on it. */
final class PostgresCluster {
    static final String NAME = "scriptorium";

    private static final Duration PROGRAM_LIMIT = Duration.ofSeconds(120);
    private static final int PASSWORD_BYTES = 18;

    private final PostgresSettings settings;
    private final PostgresAccount account;
    private final Path programs;
    private final Path data;
    private final Path log;
    private final String password;

    private PostgresCluster(PostgresSettings settings, PostgresAccount account, Path programs) throws IOException {
        this.settings = settings;
        this.account = account;
        this.programs = programs;
        this.data = settings.folder().resolve("cluster");
        this.log = settings.folder().resolve("postgres.log");
        this.password = password(settings.folder().resolve("password"));
    }

    /** Opens the cluster of the folder, making a new one with an empty database if there is none. */
    static PostgresCluster openIn(PostgresSettings settings) throws IOException, InterruptedException {
        Path programs = PostgresBinaries.unpackedIn(settings.programs()).resolve("bin");
        PrivateFolder.createAbovePostgres(settings.folder());
        PostgresAccount account = PostgresAccount.ableToRun(programs.resolve("postgres"), settings.folder());
        PostgresCluster cluster = new PostgresCluster(settings, account, programs);
        if (Files.exists(cluster.data)) {
            account.take(cluster.data);
        } else {
            cluster.create();
        }
        return cluster;
    }

    String password() {
        return password;
    }

    Path log() {
        return log;
    }

    PostmasterFile postmasterFile() {
        return new PostmasterFile(data);
    }

    /** Starts the server; it stops by itself when this JVM is gone. */
    Process startServer(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(program("postgres"), "-D", data.toString()));
        String durable = settings.durable() ? "on" : "off";
        List.of(
                        "listen_addresses=127.0.0.1",
                        "port=" + port,
                        "unix_socket_directories=",
                        "fsync=" + durable,
                        "synchronous_commit=" + durable,
                        "full_page_writes=" + durable,
                        "max_connections=60",
                        "shared_buffers=64MB",
                        "timezone=UTC",
                        "log_timezone=UTC")
                .forEach(setting -> command.addAll(List.of("-c", setting)));
        return inFolder(ParentWatch.of(command, ParentWatch.LastSignal.QUIT))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Ends the server's connections and stops it. False: it did not stop in time. */
    boolean stopServer(Duration limit) throws IOException, InterruptedException {
        return run(List.of(
                program("pg_ctl"),
                "stop",
                "-D",
                data.toString(),
                "-m",
                "fast",
                "-w",
                "-t",
                Long.toString(limit.toSeconds())));
    }

    /** In a folder of another name first, so that a kill in the middle leaves no half cluster. */
    private void create() throws IOException, InterruptedException {
        Path workshop = settings.folder().resolve("cluster-in-the-making");
        delete(workshop);
        Files.createDirectories(workshop);
        Files.writeString(workshop.resolve("password"), password);
        account.take(workshop);
        Path unfinished = workshop.resolve("cluster");
        List<String> command = new ArrayList<>(List.of(
                program("initdb"),
                "--pgdata=" + unfinished,
                "--username=" + NAME,
                "--pwfile=" + workshop.resolve("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        if (!settings.durable()) {
            command.add("--no-sync");
        }
        if (!run(command) || !createDatabase(unfinished)) {
            throw ServerException.withLog("no Postgres cluster could be made in " + settings.folder(), log);
        }
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        delete(workshop);
    }

    private boolean createDatabase(Path cluster) throws IOException, InterruptedException {
        Process process = inFolder(List.of(program("postgres"), "--single", "-F", "-D", cluster.toString(), "postgres"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try (var input = process.outputWriter()) {
            input.write("CREATE DATABASE " + NAME + "\n");
        }
        return succeeded(process);
    }

    private boolean run(List<String> command) throws IOException, InterruptedException {
        return succeeded(inFolder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    private static boolean succeeded(Process process) throws InterruptedException {
        if (!process.waitFor(PROGRAM_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    private ProcessBuilder inFolder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(OwnSession.of(account.command(command)))
                .directory(settings.folder().toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private String program(String name) {
        return programs.resolve(name).toString();
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
