package dev.scriptorium.standalone.command;

import dev.scriptorium.models.ShippedModels;
import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.instance.RunningInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description =
                "Check Java, memory, disk, ports, servers, models and GPU. Exit code 1 when something would keep the platform from running.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long DISK_NEEDED_MIB = 2048;
    private static final int JAVA_NEEDED = 25;

    @Mixin
    private final DataOption data = new DataOption();

    private boolean well = true;

    @Override
    public Integer call() throws IOException {
        DataFolder folder = data.folder();
        int java = Runtime.version().feature();
        report(java >= JAVA_NEEDED, "Java", java + " in " + System.getProperty("java.home"));
        report(true, "processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        disk(folder);
        if (folder.running().isEmpty()) {
            port(folder);
        }
        servers();
        models();
        gpu();
        System.out.println(folder.running()
                .map(instance -> "      running on " + instance.baseUrl())
                .orElse("      nothing runs on " + folder.path()));
        return well ? ScriptoriumCommand.SUCCEEDED : ScriptoriumCommand.FAILED;
    }

    private void disk(DataFolder folder) throws IOException {
        long free = Files.getFileStore(folder.existing()).getUsableSpace() / MEBIBYTE;
        report(free >= DISK_NEEDED_MIB, "disk", free + " MiB free for " + folder.path());
        Optional<String> problem = folder.problem();
        report(problem.isEmpty(), "data folder", problem.orElse(folder.path().toString()));
    }

    private void port(DataFolder folder) {
        int port = folder.lastHttpPort();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 1);
            report(true, "port", port + " is free");
        } catch (IOException taken) {
            report(true, "port", port + " is taken; the next start chooses a free one and prints it");
        }
    }

    private void servers() {
        String kafka = System.getenv("KAFKA_BOOTSTRAP_SERVERS");
        report(true, "Kafka", kafka == null ? "embedded" : "yours: " + kafka);
        String postgres = System.getenv("QUARKUS_DATASOURCE_JDBC_URL");
        report(true, "Postgres", postgres == null ? "embedded" : "yours: " + RunningInstance.withoutPassword(postgres));
    }

    private void models() {
        List<String> names = new ShippedModels(Path.of(System.getProperty("java.io.tmpdir"))).names();
        report(!names.isEmpty(), "models", names.isEmpty() ? "none ship with this build" : String.join(", ", names));
    }

    private static void gpu() {
        try {
            Process process = new ProcessBuilder("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean found = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
            System.out.println("      GPU: " + (found ? output : "none; models run on the processor"));
        } catch (IOException notInstalled) {
            System.out.println("      GPU: none; models run on the processor");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(boolean good, String what, String finding) {
        well &= good;
        System.out.printf("%-5s %s: %s%n", good ? "ok" : "BAD", what, finding);
    }
}
