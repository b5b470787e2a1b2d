package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.ApiException;
import dev.scriptorium.standalone.client.JobDocument;
import dev.scriptorium.standalone.client.ModelVersions;
import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.client.Tasks;
import dev.scriptorium.standalone.client.Upload;
import dev.scriptorium.standalone.command.InputFiles.InputFile;
import dev.scriptorium.standalone.instance.AccessToken;
import dev.scriptorium.standalone.instance.Instance;
import java.io.IOException;
import java.nio.file.Files;
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
        Path folder = output == null ? Path.of("") : output;
        files = withoutResults(folder, new InputFiles(System.in, "stdin", System.err::println).find(arguments));
        tree = TranslatedTree.prepare(
                folder, arguments, files.stream().map(InputFile::shown).toList());
    }

    List<InputFile> input() {
        return files;
    }

    /** Files of an earlier run, where the output folder is in a folder of the arguments, are no input of this one. */
    private List<InputFile> withoutResults(Path folder, List<InputFile> found) throws IOException {
        if (!Files.exists(folder)) {
            return found;
        }
        Path results = folder.toRealPath();
        List<InputFile> input = new ArrayList<>();
        for (InputFile file : found) {
            Path shown = Path.of(file.shown());
            if (TranslatedTree.folderOf(shown, arguments).isEmpty()
                    || !file.content().toRealPath().startsWith(results)) {
                input.add(file);
            }
        }
        if (input.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "all files are in the output folder " + folder + "; choose another one");
        }
        if (input.size() < found.size()) {
            System.err.println("left out: " + (found.size() - input.size()) + " in the output folder " + folder);
        }
        return input;
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
        return write(job, target.client(), target.host());
    }

    /** Writes the files of each document when it has ended, until the job has. Returns the exit code. */
    int write(String job, PipelineClient client, @Nullable Instance host) throws InterruptedException {
        Set<Integer> done = new HashSet<>();
        int failures = 0;
        while (true) {
            try {
                if (writeEnded(job, client, done)) {
                    return conclude(job);
                }
                failures = 0;
            } catch (ApiException e) {
                if (!e.isUnreachable() || ++failures > JobWait.FAILURES_TOLERATED) {
                    throw e;
                }
            }
            if (JobWait.stopAsked(host)) {
                System.err.println("run the same command again to continue the job");
                return ScriptoriumCommand.FAILED;
            }
        }
    }

    /** Returns whether all are done. */
    private boolean writeEnded(String job, PipelineClient client, Set<Integer> done) {
        boolean ended = client.job(job).hasEnded();
        List<JobDocument> documents = client.documents(job);
        for (int i = 0; i < documents.size(); i++) {
            boolean open = documents.get(i).tasks().stream()
                    .anyMatch(task -> !task.state().isTerminal());
            if (!open && !done.contains(i)) {
                tree.write(i, documents.get(i), client);
                done.add(i);
                System.err.printf(
                        "%d of %d  %s%n",
                        done.size(), files.size(), files.get(i).shown());
            }
        }
        return ended && done.size() == documents.size();
    }

    private int conclude(String job) {
        tree.printTable(System.out);
        if (tree.failed() > 0) {
            System.err.println("\"scriptorium retry " + job + "\" translates the failed files again");
        }
        return tree.failed() == 0 ? ScriptoriumCommand.SUCCEEDED : ScriptoriumCommand.FAILED;
    }
}
