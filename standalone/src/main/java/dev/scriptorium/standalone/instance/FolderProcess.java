package dev.scriptorium.standalone.instance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process that an instance started for its data folder, known by its command line, which names a path of that folder.
 *
 * @param name for a person, such as {@code Postgres}
 */
public record FolderProcess(String name, ProcessHandle handle) {
    private static final String BROKER = "dev.scriptorium.embedded.BrokerProcess";
    private static final String PARSER = "dev.scriptorium.ingest.extraction.fork.ForkMain";

    /** All that run now, also when the process that started them is gone. */
    public static List<FolderProcess> of(DataFolder data) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.flatMap(handle ->
                            name(commandLine(handle), data).map(name -> new FolderProcess(name, handle)).stream())
                    .toList();
        }
    }

    /** What the command line belongs to, where it belongs to the folder. */
    static Optional<String> name(List<String> commandLine, DataFolder data) {
        if (commandLine.isEmpty()) {
            return Optional.empty();
        }
        if (commandLine.contains(BROKER) && namesInside(commandLine, data.kafka())) {
            return Optional.of("Kafka");
        }
        if (commandLine.getFirst().endsWith("/postgres") && namesInside(commandLine, data.postgres())) {
            return Optional.of("Postgres");
        }
        if (commandLine.contains(PARSER) && namesInside(commandLine, data.temporary())) {
            return Optional.of("a document parser");
        }
        return ServiceProcess.NAMES.stream()
                .filter(service ->
                        commandLine.contains(ServiceProcess.TEMPORARY_FOLDER + ServiceProcess.temporary(data, service)))
                .findFirst();
    }

    private static boolean namesInside(List<String> commandLine, Path folder) {
        String prefix = folder + "/";
        return commandLine.stream()
                .anyMatch(word -> word.startsWith(prefix) || word.startsWith("-Djava.io.tmpdir=" + prefix));
    }

    /** From {@code /proc}, because {@link ProcessHandle.Info} cuts long command lines. */
    private static List<String> commandLine(ProcessHandle handle) {
        try {
            byte[] words = Files.readAllBytes(Path.of("/proc", Long.toString(handle.pid()), "cmdline"));
            return List.of(new String(words, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        return name + " (process " + handle.pid() + ")";
    }
}
