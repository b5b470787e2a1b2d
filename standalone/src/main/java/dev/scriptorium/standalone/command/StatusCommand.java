package dev.scriptorium.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.standalone.client.Job;
import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.client.StageProgress;
import dev.scriptorium.standalone.instance.RunningInstance;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description =
                "Show the services, the stages and the newest jobs. Exit code 1 when nothing runs or something is not well.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final DataOption data = new DataOption();

    @Override
    public Integer call() {
        Optional<RunningInstance> running = data.folder().running();
        if (running.isEmpty()) {
            System.out.println("nothing runs on " + data.folder().path());
            return ScriptoriumCommand.FAILED;
        }
        PipelineClient client = new PipelineClient(running.get().baseUrl());
        System.out.println(
                "API " + running.get().baseUrl() + ", process " + running.get().pid());
        JsonNode health = client.health();
        for (JsonNode check : health.path("checks")) {
            System.out.printf(
                    "%-5s %s%n",
                    check.path("status").asText(), check.path("name").asText());
        }
        System.out.printf("%n%-28s %10s %10s %10s %10s%n", "stage", "waiting", "in flight", "done", "failed");
        for (StageProgress stage : client.stages()) {
            System.out.printf(
                    "%-28s %10d %10d %10d %10d%n",
                    stage.stage(), stage.waiting(), stage.inFlight(), stage.done(), stage.failed());
        }
        System.out.printf(
                "%n%-38s %-10s %9s %10s %10s %10s%n", "job", "state", "documents", "succeeded", "partial", "failed");
        for (Job job : client.jobs()) {
            System.out.printf(
                    "%-38s %-10s %9d %10d %10d %10d%n",
                    job.id(), job.state(), job.documents(), job.succeeded(), job.partial(), job.failed());
        }
        return health.path("status").asText().equals("UP") ? ScriptoriumCommand.SUCCEEDED : ScriptoriumCommand.FAILED;
    }
}
