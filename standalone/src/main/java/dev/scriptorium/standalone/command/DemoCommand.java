package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.Job;
import dev.scriptorium.standalone.client.JobDocument;
import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.client.Tasks;
import dev.scriptorium.standalone.client.Upload;
import dev.scriptorium.standalone.instance.AccessToken;
import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.instance.Instance;
import dev.scriptorium.standalone.instance.RunningInstance;
import dev.scriptorium.standalone.report.Cost;
import dev.scriptorium.standalone.report.DocumentReport;
import dev.scriptorium.standalone.report.ProgressLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
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
    private static final Tasks TASKS = new Tasks(3, List.of("de"), List.of("sentiment"));
    private static final int LINES_OF_TRANSLATION = 4;
    private static final long AN_HOUR = 3_600_000;

    @Mixin
    private final DataOption data = new DataOption();

    @Override
    public Integer call() throws Exception {
        List<Path> samples = samples();
        DataFolder folder = data.folder();
        Optional<RunningInstance> running = folder.running();
        if (running.isPresent()) {
            return show(samples, folder, running.get(), null);
        }
        return Instance.run(folder, OptionalInt.empty(), System.out, (instance, host) -> {
            System.out.println("ready after " + Cost.sinceStart());
            return show(samples, folder, instance, host);
        });
    }

    private static int show(List<Path> samples, DataFolder folder, RunningInstance instance, @Nullable Instance host)
            throws InterruptedException {
        PipelineClient client =
                new PipelineClient(instance.baseUrl(), instance.managementUrls(), AccessToken.of(folder));
        System.out.println("submitting " + samples.size()
                + " documents: a summary of 3 sentences, a translation into German, the sentiment");
        List<Upload> uploads = samples.stream()
                .map(file -> new Upload(file.getFileName().toString(), file))
                .toList();
        Job job = client.submit(uploads, TASKS, "demo-" + UUID.randomUUID());
        Optional<List<JobDocument>> documents = new JobWait(client, ProgressLine.onStandardError(), host)
                .documents(job.id(), () -> {
                    if (host != null) {
                        System.out.println("first document done after " + Cost.sinceStart());
                    }
                });
        if (documents.isEmpty()) {
            return ScriptoriumCommand.FAILED;
        }
        if (host != null) {
            System.out.println("all documents done after " + Cost.sinceStart());
        }
        ResultPrinter printer = new ResultPrinter(false, LINES_OF_TRANSLATION, Optional.empty());
        for (int i = 0; i < samples.size(); i++) {
            printer.print(
                    DocumentReport.of(samples.get(i).toString(), documents.get().get(i), client));
        }
        int exitCode = printer.conclude(job.id());
        printWhereToLook(instance, folder, documents.get().getFirst().id(), host != null);
        if (host != null && System.console() != null && System.console().isTerminal()) {
            System.out.println("\nThe platform keeps running for you to look around; Ctrl-C stops it.");
            while (!host.stopAskedWithin(AN_HOUR)) {
                // nothing else ends it
            }
        }
        return exitCode;
    }

    private static void printWhereToLook(RunningInstance instance, DataFolder folder, String document, boolean ending) {
        System.out.println();
        System.out.println("Look at the results" + (ending ? " (while the platform runs: scriptorium up)" : ""));
        if (Files.exists(folder.postgresPassword())) {
            System.out.println("  in Postgres   PGPASSWORD=$(cat '" + folder.postgresPassword() + "') psql "
                    + instance.postgresAddress() + " -c 'SELECT * FROM ingest.document_overview'");
            System.out.println("                (psql does not come with Scriptorium)");
        }
        System.out.println("  over HTTP     curl " + instance.baseUrl() + "/v1/documents/" + document);
        System.out.println("                curl " + instance.baseUrl() + "/v1/documents/" + document + "/summary");
        System.out.println(
                "                curl " + instance.baseUrl() + "/v1/documents/" + document + "/translations/de");
        System.out.println("  API docs      " + instance.baseUrl() + "/q/swagger-ui");
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
