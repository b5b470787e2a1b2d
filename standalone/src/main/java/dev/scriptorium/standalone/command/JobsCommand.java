package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.Job;
import dev.scriptorium.standalone.client.Json;
import dev.scriptorium.standalone.report.JobTable;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "jobs",
        description = "List the jobs, the newest first, each with its tasks and its first document.",
        mixinStandardHelpOptions = true)
final class JobsCommand extends OnInstance {
    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most N jobs. Default: 20.")
    private int limit;

    @Option(names = "--json", description = "One line of JSON for each job, and nothing else, on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    void prepare() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1: " + limit);
        }
    }

    @Override
    int act(Target target) {
        List<Job> jobs = target.client().jobs(limit);
        if (json) {
            jobs.forEach(job -> System.out.println(Json.of(job)));
        } else if (jobs.isEmpty()) {
            System.out.println("no jobs yet");
        } else {
            new JobTable(System.out, ZoneId.systemDefault())
                    .print(jobs.stream()
                            .map(job -> new JobTable.Line(job, target.client().firstDocument(job.id())))
                            .toList());
        }
        return ScriptoriumCommand.SUCCEEDED;
    }
}
