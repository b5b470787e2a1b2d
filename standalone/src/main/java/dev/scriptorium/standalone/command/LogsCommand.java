package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.instance.DataFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "logs",
        description = "Print the last lines of a log, also when nothing runs. Without a name: list the logs.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    private static final int LINES = 100;
    private static final long PAUSE_MILLIS = 300;

    @Mixin
    private final DataOption data = new DataOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = {
                "scriptorium, kafka or postgres; with \"up --split\" also ingest, tokenizer,",
                "inference, summarizer and translator."
            })
    private @Nullable String name;

    @Option(names = "--lines", paramLabel = "N", description = "How many lines. Default: ${DEFAULT-VALUE}.")
    private int lines = LINES;

    @Option(names = "--follow", description = "Go on printing what is added, until Ctrl-C.")
    private boolean follow;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintStream out = System.out;
        Map<String, Path> logs = logs(data.folder());
        if (name == null) {
            logs.forEach((log, file) -> out.printf("%-12s %s%n", log, file));
            return ScriptoriumCommand.SUCCEEDED;
        }
        if (lines < 0) {
            throw new ParameterException(spec.commandLine(), "--lines must be 0 or more: " + lines);
        }
        Path file = logs.get(name);
        if (file == null) {
            throw new ParameterException(
                    spec.commandLine(), "there is no log " + name + "; there are: " + String.join(", ", logs.keySet()));
        }
        try (InputStream log = Files.newInputStream(file)) {
            last(new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8)))
                    .forEach(out::println);
            while (follow) {
                log.transferTo(out);
                out.flush();
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        return ScriptoriumCommand.SUCCEEDED;
    }

    /** Keeps no more in memory than it returns. */
    private Deque<String> last(BufferedReader log) {
        Deque<String> last = new ArrayDeque<>();
        log.lines().forEach(line -> {
            last.addLast(line);
            if (last.size() > lines) {
                last.removeFirst();
            }
        });
        return last;
    }

    /** Those that are there. */
    private static Map<String, Path> logs(DataFolder folder) {
        Map<String, Path> logs = new LinkedHashMap<>();
        logs.put("scriptorium", folder.log());
        Stream.of("ingest", "tokenizer", "inference", "summarizer", "translator")
                .forEach(service -> logs.put(service, folder.serviceLog(service)));
        logs.put("kafka", folder.kafkaLog());
        logs.put("postgres", folder.postgresLog());
        logs.values().removeIf(file -> !Files.exists(file));
        return logs;
    }
}
