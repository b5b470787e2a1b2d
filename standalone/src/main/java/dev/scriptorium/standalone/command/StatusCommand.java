package dev.scriptorium.standalone.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.standalone.client.Health;
import dev.scriptorium.standalone.client.Job;
import dev.scriptorium.standalone.client.Json;
import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.client.StageProgress;
import dev.scriptorium.standalone.instance.AccessToken;
import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.instance.RunningInstance;
import dev.scriptorium.standalone.report.JobTable;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = {
            "Show the services, the stages and the newest jobs.",
            "Exit code 1 when nothing runs, or when a service is not ready."
        },
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final int JOBS = 10;

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--json", description = "One JSON object, and nothing else, on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        DataFolder folder = data.folder();
        Optional<RunningInstance> running = folder.running();
        if (running.isEmpty()) {
            Optional<ProcessHandle> holder = folder.holder();
            if (json) {
                System.out.println(JsonNodeFactory.instance
                        .objectNode()
                        .put("running", false)
                        .put("startingOrStopping", holder.isPresent())
                        .put("data", folder.path().toString()));
            } else {
                System.out.println(holder.map(process ->
                                "an instance starts or stops on " + folder.path() + " (process " + process.pid() + ")")
                        .orElse("nothing runs on " + folder.path()));
            }
            return ScriptoriumCommand.FAILED;
        }
        RunningInstance instance = running.get();
        PipelineClient client =
                new PipelineClient(instance.baseUrl(), instance.managementUrls(), AccessToken.of(folder));
        List<ProcessState> processes = instance.services().stream()
                .map(service -> ProcessState.of(service, client))
                .toList();
        Health health = processes.isEmpty() ? client.health() : ProcessState.health(processes);
        boolean allAway = !processes.isEmpty() && processes.stream().allMatch(process -> process.health() == null);
        List<StageProgress> stages = allAway ? List.of() : client.stages();
        List<Job> jobs = isAway("ingest", processes) ? List.of() : client.jobs(JOBS);
        if (json) {
            System.out.println(json(instance, folder, health, processes, stages, jobs));
        } else {
            print(instance, health, processes, stages);
            new JobTable(System.out, ZoneId.systemDefault())
                    .print(jobs.stream()
                            .map(job -> new JobTable.Line(job, client.firstDocument(job.id())))
                            .toList());
        }
        return health.isUp() ? ScriptoriumCommand.SUCCEEDED : ScriptoriumCommand.FAILED;
    }

    private static boolean isAway(String service, List<ProcessState> processes) {
        return processes.stream()
                .anyMatch(process -> process.service().name().equals(service) && process.health() == null);
    }

    private static ObjectNode json(
            RunningInstance instance,
            DataFolder folder,
            Health health,
            List<ProcessState> processes,
            List<StageProgress> stages,
            List<Job> jobs) {
        ObjectNode status = JsonNodeFactory.instance
                .objectNode()
                .put("running", true)
                .put("data", folder.path().toString())
                .put("api", instance.baseUrl())
                .put("process", instance.pid())
                .put("ready", health.isUp());
        status.set("services", Json.of(health.checks()));
        if (!processes.isEmpty()) {
            ArrayNode list = status.putArray("processes");
            processes.forEach(process -> list.add(process.json(folder)));
        }
        status.set("stages", Json.of(stages));
        status.set("jobs", Json.of(jobs));
        return status;
    }

    private static void print(
            RunningInstance instance, Health health, List<ProcessState> processes, List<StageProgress> stages) {
        System.out.println("API " + instance.baseUrl() + ", process " + instance.pid());
        if (!processes.isEmpty()) {
            ProcessState.print(processes, System.out);
        }
        for (Health.Check check : health.checks()) {
            System.out.printf("%-5s %s%n", check.status(), check.name());
        }
        System.out.printf(
                "%n%-28s %10s %10s %10s %10s%n", "stage since the start", "waiting", "in flight", "done", "failed");
        for (StageProgress stage : stages) {
            System.out.printf(
                    "%-28s %10d %10d %10d %10d%n",
                    stage.stage(), stage.waiting(), stage.inFlight(), stage.done(), stage.failed());
        }
        System.out.println();
    }
}
