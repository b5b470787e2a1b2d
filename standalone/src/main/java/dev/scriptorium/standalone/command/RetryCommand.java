package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.Job;
import dev.scriptorium.standalone.client.JobDocument;
import dev.scriptorium.standalone.client.Tasks;
import dev.scriptorium.standalone.client.Upload;
import dev.scriptorium.standalone.report.DocumentReport;
import dev.scriptorium.standalone.report.ProgressLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "retry",
        description = {
            "Process the documents of a job again that did not succeed, with the same tasks, and print their results.",
            "They are submitted as a new job from the bytes that the data folder keeps; the old job stays as it is.",
            "Exit code: 0 when all succeeded this time, 1 when some failed."
        },
        mixinStandardHelpOptions = true)
final class RetryCommand extends OnInstance {
    private static final int LINES_OF_TRANSLATION = 20;
    private static final int FOLDER_DIGITS = 2;

    @Parameters(paramLabel = "JOB", description = "The id of the job.")
    private String id = "";

    @Option(
            names = "--sentences",
            paramLabel = "N",
            defaultValue = "3",
            description = "Length of the summaries, where the job has any. Default: 3.")
    private int sentences;

    @Option(names = "--json", description = "One line of JSON for each document, and nothing else, on standard output.")
    private boolean json;

    @Override
    int act(Target target) throws InterruptedException {
        Job job = target.client().job(id);
        if (!job.hasEnded()) {
            System.err.println("the job is open; there is nothing to retry yet");
            return ScriptoriumCommand.FAILED;
        }
        List<JobDocument> failed = target.client().documents(id).stream()
                .filter(document -> !document.succeeded())
                .toList();
        if (failed.isEmpty()) {
            System.out.println("all documents of the job succeeded");
            return ScriptoriumCommand.SUCCEEDED;
        }
        List<Upload> uploads = failed.stream()
                .map(document ->
                        new Upload(document.fileName(), kept(target.folder().blobs(), document)))
                .toList();
        JobDocument first = failed.getFirst();
        Tasks tasks = new Tasks(first.hasSummary() ? sentences : 0, first.languages(), first.labelSets());
        Job retried = target.client().submit(uploads, tasks, "command-line-retry-" + UUID.randomUUID());
        System.err.println("job " + retried.id() + " with " + failed.size() + " of "
                + job.documents().total() + " documents");
        Optional<List<JobDocument>> documents = new JobWait(
                        target.client(), ProgressLine.onStandardError(), target.host())
                .documents(retried.id(), () -> {});
        if (documents.isEmpty()) {
            System.err.println("the next start continues the job; its results: scriptorium results " + retried.id());
            return ScriptoriumCommand.FAILED;
        }
        ResultPrinter printer = new ResultPrinter(json, LINES_OF_TRANSLATION, Optional.empty());
        documents
                .get()
                .forEach(document -> printer.print(DocumentReport.of(document.fileName(), document, target.client())));
        return printer.conclude(retried.id());
    }

    private static Path kept(Path blobs, JobDocument document) {
        Path file = blobs.resolve(document.sha256().substring(0, FOLDER_DIGITS)).resolve(document.sha256());
        if (!Files.isReadable(file)) {
            throw new InputFiles.Unreadable("The bytes of " + document.fileName() + " are not in " + blobs
                    + ": submit the file again with \"scriptorium process\".");
        }
        return file;
    }
}
