package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.client.Wanted;
import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.instance.Instance;
import dev.scriptorium.standalone.instance.RunningInstance;
import dev.scriptorium.standalone.report.Cost;
import dev.scriptorium.standalone.report.DocumentReport;
import dev.scriptorium.standalone.report.ProgressLine;
import dev.scriptorium.standalone.report.ReadableReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "demo",
        description = "Process the sample documents and show the results and where to find them.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final Wanted WANTED = new Wanted(3, List.of("de"), List.of("sentiment"));
    private static final int LINES_OF_TRANSLATION = 4;
    private static final long AN_HOUR = 3_600_000;

    @Mixin
    private final DataOption data = new DataOption();

    @Override
    public Integer call() throws Exception {
        Submission submission = new Submission(samples(), WANTED, "demo at " + System.nanoTime());
        DataFolder folder = data.folder();
        Optional<RunningInstance> running = folder.running();
        if (running.isPresent()) {
            return show(submission, running.get(), null);
        }
        System.out.println("starting Kafka, Postgres and the services on " + folder.path());
        return Instance.run(folder, OptionalInt.empty(), (instance, host) -> {
            System.out.println("ready after " + Cost.sinceStart());
            return show(submission, instance, host);
        });
    }

    private static int show(Submission submission, RunningInstance instance, @Nullable Instance host)
            throws InterruptedException {
        boolean terminal = System.console() != null && System.console().isTerminal();
        PipelineClient client = new PipelineClient(instance.baseUrl());
        System.out.println("submitting " + submission.files().size()
                + " documents: a summary of 3 sentences, a translation into German, the sentiment");
        Optional<List<DocumentReport>> reports =
                submission.run(client, new ProgressLine(System.out, terminal), host, () -> {
                    if (host != null) {
                        System.out.println((terminal ? "\n" : "") + "first document done after " + Cost.sinceStart());
                    }
                });
        if (reports.isEmpty()) {
            return ScriptoriumCommand.FAILED;
        }
        if (host != null) {
            System.out.println("all documents done after " + Cost.sinceStart());
        }
        ReadableReport readable = new ReadableReport(System.out, LINES_OF_TRANSLATION);
        reports.get().forEach(readable::print);
        String document = client.documents(client.jobs().getFirst().id())
                .getFirst()
                .path("id")
                .asText();
        printWhereToLook(instance, document, host != null);
        if (host != null && terminal) {
            System.out.println("\nThe platform keeps running for you to look around; Ctrl-C stops it.");
            while (!host.stopAskedWithin(AN_HOUR)) {
                // nothing else ends it
            }
        }
        boolean allSucceeded = reports.get().stream().allMatch(DocumentReport::succeeded);
        return allSucceeded ? ScriptoriumCommand.SUCCEEDED : ScriptoriumCommand.FAILED;
    }

    private static void printWhereToLook(RunningInstance instance, String document, boolean ending) {
        System.out.println();
        System.out.println("Look at the results" + (ending ? " (while the platform runs: scriptorium up)" : ""));
        System.out.println("  in Postgres   psql " + instance.postgresUrl());
        System.out.println("                SELECT * FROM ingest.document_overview;");
        System.out.println("  over HTTP     curl " + instance.baseUrl() + "/v1/documents/" + document);
        System.out.println("                curl " + instance.baseUrl() + "/v1/documents/" + document + "/summary");
        System.out.println(
                "                curl " + instance.baseUrl() + "/v1/documents/" + document + "/translations/de");
        System.out.println("  as a page     " + instance.baseUrl() + "/q/swagger-ui");
    }

    private static List<Path> samples() throws IOException {
        Path folder = Path.of(System.getProperty("scriptorium.home", "."), "samples");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().equals("README.md"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
