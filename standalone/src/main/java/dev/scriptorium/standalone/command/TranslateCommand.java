package dev.scriptorium.standalone.command;

import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.standalone.client.JobDocument;
import dev.scriptorium.standalone.client.ModelVersions;
import dev.scriptorium.standalone.client.Tasks;
import dev.scriptorium.standalone.client.Upload;
import dev.scriptorium.standalone.command.InputFiles.InputFile;
import dev.scriptorium.standalone.instance.AccessToken;
import dev.scriptorium.standalone.instance.Instance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "translate",
        description = {
            "Translate files into files of the same format: report.docx becomes report.de.docx. Folders keep their tree.",
            "Exit code: 0 when all files were written, 1 when some were not, 2 for wrong usage.",
            "The same command again after a crash or Ctrl-C continues its job and writes what is missing."
        },
        mixinStandardHelpOptions = true)
final class TranslateCommand extends OnInstance {
    private static final long PAUSE_MILLIS = 500;

    @Option(
            names = "--to",
            split = ",",
            required = true,
            paramLabel = "LANGUAGE",
            description = "Languages to translate to, such as de,fr.")
    private List<String> languages = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where the translated files go.")
    private @Nullable Path output;

    @Option(names = "--again", description = "Translate the files anew even if they were translated before.")
    private boolean again;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Files, or folders of files. Hidden files in a folder are left out.")
    private List<String> arguments = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private List<InputFile> files = List.of();
    private TranslatedTree tree = new TranslatedTree(Path.of(""), List.of());

    @Override
    void prepare() throws IOException {
        if (languages.stream().anyMatch(String::isBlank)) {
            throw new ParameterException(
                    spec.commandLine(), "--to needs language codes such as de,fr, and one is empty");
        }
        files = new InputFiles(System.in, "stdin", System.err::println).find(arguments);
        tree = TranslatedTree.prepare(
                output == null ? Path.of("") : output,
                arguments,
                files.stream().map(InputFile::shown).toList());
    }

    @Override
    int act(Target target) throws InterruptedException {
        List<Upload> uploads = files.stream().map(InputFile::upload).toList();
        Submission submission = new Submission(
                uploads,
                new Tasks(0, languages, List.of(), true),
                ModelVersions.of(target.instance().inferenceUrl(), AccessToken.of(target.folder()))
                        .toString());
        String job = submission
                .submit(target.client(), new SubmissionLog(target.folder().submissions()), again)
                .job()
                .id();
        System.err.println("job " + job);
        Set<Integer> done = new HashSet<>();
        while (true) {
            boolean ended = target.client().job(job).hasEnded();
            List<JobDocument> documents = target.client().documents(job);
            for (int i = 0; i < documents.size(); i++) {
                if (documents.get(i).tasks().stream()
                                .allMatch(task -> task.state().isTerminal())
                        && done.add(i)) {
                    tree.write(i, documents.get(i), target.client());
                    System.err.printf(
                            "%d of %d  %s%n",
                            done.size(), files.size(), files.get(i).shown());
                }
            }
            if (ended && done.size() == documents.size()) {
                return conclude(job);
            }
            if (stopAsked(target.host())) {
                System.err.println("run the same command again to continue the job");
                return ScriptoriumCommand.FAILED;
            }
        }
    }

    private int conclude(String job) {
        tree.printTable(System.out);
        if (tree.failed() > 0) {
            System.err.println("\"scriptorium retry " + job + "\" translates the failed files again");
        }
        return tree.failed() == 0 ? ScriptoriumCommand.SUCCEEDED : ScriptoriumCommand.FAILED;
    }

    private static boolean stopAsked(@Nullable Instance host) throws InterruptedException {
        if (host != null) {
            return host.stopAskedWithin(PAUSE_MILLIS);
        }
        Thread.sleep(PAUSE_MILLIS);
        return false;
    }

    /** Whether a task has its file. */
    static boolean hasFile(JobDocument.Task task) {
        return task.state() == State.SUCCEEDED;
    }
}
