package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.Job;
import dev.scriptorium.standalone.client.JobDocument;
import dev.scriptorium.standalone.report.DocumentReport;
import dev.scriptorium.standalone.report.OutputFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "results",
        description = {
            "Print the results of a job, also of one that is open. \"scriptorium jobs\" lists the jobs.",
            "Exit code: 0 when all documents succeeded, 1 when some failed or are open."
        },
        mixinStandardHelpOptions = true)
final class ResultsCommand extends OnInstance {
    private static final int LINES_OF_TRANSLATION = 20;

    @Parameters(paramLabel = "JOB", description = "The id of the job.")
    private String id = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Write the results to files there too.")
    private @Nullable Path output;

    @Option(names = "--overwrite", description = "Overwrite results of other files in the output folder.")
    private boolean overwrite;

    @Option(names = "--json", description = "One line of JSON for each document, and nothing else, on standard output.")
    private boolean json;

    @Override
    int act(Target target) {
        Job job = target.client().job(id);
        List<JobDocument> documents = target.client().documents(id);
        List<String> names = distinct(documents.stream()
                .map(document -> Path.of("/", document.fileName()).getFileName().toString())
                .toList());
        Optional<OutputFolder> folder =
                Optional.ofNullable(output).map(path -> OutputFolder.prepare(path, names, overwrite));
        ResultPrinter printer = new ResultPrinter(json, LINES_OF_TRANSLATION, folder);
        for (int i = 0; i < documents.size(); i++) {
            printer.print(DocumentReport.of(names.get(i), documents.get(i), target.client()));
        }
        if (!job.hasEnded()) {
            System.err.printf(
                    "the job is open: %d of %d documents done%n",
                    job.documents().ended(), job.documents().total());
            return ScriptoriumCommand.FAILED;
        }
        return printer.conclude(id);
    }

    /** The API knows names without folders; the second report.pdf of a job is report~2.pdf here. */
    static List<String> distinct(List<String> names) {
        Set<String> taken = new HashSet<>(names);
        Set<String> used = new HashSet<>();
        List<String> distinct = new ArrayList<>();
        for (String name : names) {
            String candidate = name;
            for (int number = 2; used.contains(candidate) || (number > 2 && taken.contains(candidate)); number++) {
                candidate = numbered(name, number);
            }
            used.add(candidate);
            distinct.add(candidate);
        }
        return distinct;
    }

    private static String numbered(String name, int number) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name + "~" + number : name.substring(0, dot) + "~" + number + name.substring(dot);
    }
}
