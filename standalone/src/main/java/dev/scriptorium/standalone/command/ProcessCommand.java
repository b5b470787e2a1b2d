package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.client.Wanted;
import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.instance.Instance;
import dev.scriptorium.standalone.instance.RunningInstance;
import dev.scriptorium.standalone.report.DocumentReport;
import dev.scriptorium.standalone.report.OutputFolder;
import dev.scriptorium.standalone.report.ProgressLine;
import dev.scriptorium.standalone.report.ReadableReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
        name = "process",
        description = {
            "Process files and print the results. Uses the instance that runs on the data folder, or starts one for this job.",
            "Exit code: 0 when all documents succeeded, 1 when some failed, 2 for wrong usage.",
            "The same command again after a crash or Ctrl-C goes on where it was."
        },
        mixinStandardHelpOptions = true)
final class ProcessCommand implements Callable<Integer> {
    private static final int LINES_OF_TRANSLATION = 20;

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--summarize", paramLabel = "N", description = "A summary of N sentences, each with its citation.")
    private int sentences;

    @Option(
            names = "--translate",
            split = ",",
            paramLabel = "LANGUAGE",
            description = "Languages to translate to, such as de,fr.")
    private List<String> languages = new ArrayList<>();

    @Option(names = "--classify", split = ",", paramLabel = "LABELS", description = "Label sets, such as sentiment.")
    private List<String> labelSets = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Write the results to files there too.")
    private @Nullable Path output;

    @Option(names = "--json", description = "One line of JSON for each document, and nothing else, on standard output.")
    private boolean json;

    @Option(names = "--again", description = "Do it anew even if the same files were processed before.")
    private boolean again;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or folders of files.")
    private List<Path> files = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Submission submission = new Submission(regularFiles(), wanted(), again ? Long.toString(System.nanoTime()) : "");
        DataFolder folder = data.folder();
        Optional<RunningInstance> running = folder.running();
        if (running.isPresent()) {
            return process(submission, running.get(), null);
        }
        System.err.println("starting on " + folder.path());
        return Instance.run(folder, OptionalInt.empty(), (instance, host) -> process(submission, instance, host));
    }

    private int process(Submission submission, RunningInstance instance, @Nullable Instance host)
            throws InterruptedException {
        boolean terminal = System.console() != null && System.console().isTerminal();
        Optional<List<DocumentReport>> reports = submission.run(
                new PipelineClient(instance.baseUrl()), new ProgressLine(System.err, terminal), host, () -> {});
        if (reports.isEmpty()) {
            System.err.println("stopped; what is done is kept: run the same command again to go on");
            return ScriptoriumCommand.FAILED;
        }
        ReadableReport readable = new ReadableReport(System.out, LINES_OF_TRANSLATION);
        for (DocumentReport report : reports.get()) {
            if (output != null) {
                new OutputFolder(output).write(report);
            }
            if (json) {
                System.out.println(report.json());
            } else {
                readable.print(report);
            }
        }
        long failed =
                reports.get().stream().filter(report -> !report.succeeded()).count();
        System.err.printf(
                "%d documents, %d succeeded, %d failed%n",
                reports.get().size(), reports.get().size() - failed, failed);
        return failed == 0 ? ScriptoriumCommand.SUCCEEDED : ScriptoriumCommand.FAILED;
    }

    private Wanted wanted() {
        if (sentences < 0) {
            throw new ParameterException(spec.commandLine(), "--summarize must not be negative: " + sentences);
        }
        Wanted wanted = new Wanted(sentences, languages, labelSets);
        if (wanted.isNothing()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say what to do with the files: --summarize N, --translate LANGUAGE or --classify LABELS");
        }
        return wanted;
    }

    private List<Path> regularFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                try (Stream<Path> inside = Files.walk(file)) {
                    inside.filter(Files::isRegularFile).sorted().forEach(found::add);
                }
            } else if (Files.isReadable(file)) {
                found.add(file);
            } else {
                throw new ParameterException(spec.commandLine(), "cannot be read: " + file);
            }
        }
        return found;
    }
}
