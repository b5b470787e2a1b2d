package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.JobDocument;
import dev.scriptorium.standalone.client.LabelSetClient;
import dev.scriptorium.standalone.client.ModelVersions;
import dev.scriptorium.standalone.client.Tasks;
import dev.scriptorium.standalone.client.Upload;
import dev.scriptorium.standalone.command.InputFiles.InputFile;
import dev.scriptorium.standalone.instance.AccessToken;
import dev.scriptorium.standalone.report.DocumentReport;
import dev.scriptorium.standalone.report.OutputFolder;
import dev.scriptorium.standalone.report.ProgressLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
            "The same command again after a crash or Ctrl-C continues its job; after the job has ended it prints the results again,",
            "unless the job failed, a model or a label set changed, or --again is given: then the files are processed anew."
        },
        mixinStandardHelpOptions = true)
final class ProcessCommand extends OnInstance {
    private static final int LINES_OF_TRANSLATION = 20;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    @Option(names = "--summarize", paramLabel = "N", description = "A summary of N sentences, each with its citation.")
    private int sentences;

    @Option(
            names = "--abstractive",
            description = {
                "A model writes the summary. Its sentences cite the segments that support them best;",
                "those without enough support are marked."
            })
    private boolean abstractive;

    @Option(
            names = "--summary-model",
            paramLabel = "NAME",
            description = "The model that writes the summary, where several can.")
    private @Nullable String summaryModel;

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
            description = {
                "Write the results to files there too: NAME.json, NAME.summary.txt, NAME.LANGUAGE.txt.",
                "Where two files have one name, the results keep the folders of the files."
            })
    private @Nullable Path output;

    @Option(names = "--overwrite", description = "Overwrite results of other files in the output folder.")
    private boolean overwrite;

    @Option(names = "--json", description = "One line of JSON for each document, and nothing else, on standard output.")
    private boolean json;

    @Option(names = "--again", description = "Process the files anew even if the same files were processed before.")
    private boolean again;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "stdin",
            description =
                    "The name of the document on standard input. Its extension helps to detect the type. Default: stdin.")
    private String nameOfInput = "";

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = {
                "Files, folders of files, or - for standard input. Hidden files in a folder are left out.",
                "After -- everything is a file, also a name that begins with a hyphen."
            })
    private List<String> arguments = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Tasks tasks = new Tasks(0, List.of(), List.of());
    private List<InputFile> files = List.of();
    private Optional<OutputFolder> outputFolder = Optional.empty();

    @Override
    void prepare() throws IOException {
        tasks = tasks();
        files = new InputFiles(System.in, nameOfInput, System.err::println).find(arguments);
        outputFolder = Optional.ofNullable(output)
                .map(folder -> OutputFolder.prepare(
                        folder, files.stream().map(InputFile::shown).toList(), overwrite));
    }

    @Override
    int act(Target target) throws InterruptedException {
        List<Upload> uploads = files.stream().map(InputFile::upload).toList();
        Submission submission = new Submission(uploads, tasks, versions(target));
        Submission.Submitted submitted = submission.submit(
                target.client(), new SubmissionLog(target.folder().submissions()), again);
        String job = submitted.job().id();
        System.err.println(announcement(submitted));
        Optional<List<JobDocument>> documents =
                new JobWait(target.client(), ProgressLine.onStandardError(), target.host()).documents(job, () -> {});
        if (documents.isEmpty()) {
            System.err.println("run the same command again to continue the job");
            return ScriptoriumCommand.FAILED;
        }
        ResultPrinter printer = new ResultPrinter(json, LINES_OF_TRANSLATION, outputFolder);
        for (int i = 0; i < documents.get().size(); i++) {
            printer.print(
                    DocumentReport.of(files.get(i).shown(), documents.get().get(i), target.client()));
        }
        return printer.conclude(job);
    }

    /** Of the models and label sets that the tasks may use: with other ones the results may be others. */
    private String versions(Target target) {
        return ModelVersions.of(target.instance().inferenceUrl(), AccessToken.of(target.folder())) + " "
                + new LabelSetClient(target.client()).digests(tasks.labelSets());
    }

    private static String announcement(Submission.Submitted submitted) {
        String job = submitted.job().id();
        String time = TIME.format(submitted.job().createdAt().atZone(ZoneId.systemDefault()));
        return switch (submitted.origin()) {
            case NEW -> "job " + job;
            case ANEW -> "job " + job + ", because that of an earlier run failed, was cancelled or expired";
            case CONTINUED -> "job " + job + ", which an earlier run submitted on " + time;
            case EARLIER ->
                "results of an earlier run, job " + job + " of " + time + "; --again processes the files anew";
        };
    }

    private Tasks tasks() {
        if (sentences < 0) {
            throw usage("--summarize must not be negative: " + sentences);
        }
        if (languages.stream().anyMatch(String::isBlank)) {
            throw usage("--translate needs language codes such as de,fr, and one is empty");
        }
        if (labelSets.stream().anyMatch(String::isBlank)) {
            throw usage("--classify needs label sets such as sentiment, and one is empty");
        }
        if (nameOfInput.isBlank() || nameOfInput.contains("/")) {
            throw usage("--name must be a file name without a folder: " + nameOfInput);
        }
        if (summaryModel != null && (summaryModel.isBlank() || !abstractive)) {
            throw usage("--summary-model names a model for --abstractive: " + summaryModel);
        }
        if (abstractive && sentences == 0) {
            throw usage("--abstractive needs --summarize N");
        }
        Tasks requested = new Tasks(sentences, languages, labelSets, false, writtenBy());
        if (requested.isEmpty()) {
            throw usage("name at least one task: --summarize N, --translate LANGUAGE or --classify LABELS");
        }
        return requested;
    }

    private @Nullable String writtenBy() {
        return abstractive ? Optional.ofNullable(summaryModel).orElse("") : null;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
