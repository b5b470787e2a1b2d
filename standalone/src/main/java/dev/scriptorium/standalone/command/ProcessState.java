package dev.scriptorium.standalone.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.standalone.client.ApiException;
import dev.scriptorium.standalone.client.Health;
import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.instance.RunningService;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A service that is a process of its own, as it is now.
 *
 * @param health null: the process does not run, or does not answer
 * @param problem why it is not ready; empty: it is
 */
record ProcessState(RunningService service, @Nullable Health health, String problem) {
    private static final long MEBIBYTE = 1024 * 1024;

    /** Asks the process where it runs. */
    static ProcessState of(RunningService service, PipelineClient client) {
        if (!service.isAlive()) {
            String end = service.lastEnd() == null ? "process " + service.pid() + " ended" : service.lastEnd();
            return new ProcessState(service, null, "does not run: " + end + "; it is started again");
        }
        try {
            Health health = client.health(service.managementUrl());
            List<String> reasons = health.checks().stream()
                    .filter(check -> !check.isUp())
                    .map(check -> check.name() + " (" + check.reason() + ")")
                    .toList();
            return new ProcessState(service, health, health.isUp() ? "" : "not ready: " + String.join("; ", reasons));
        } catch (ApiException e) {
            return new ProcessState(service, null, "does not answer at " + service.managementUrl());
        }
    }

    /** All parts of all processes; a process that does not answer is a part that is down. */
    static Health health(List<ProcessState> processes) {
        List<Health.Check> checks = new ArrayList<>();
        boolean up = true;
        for (ProcessState process : processes) {
            String name = process.service().name();
            if (process.health() == null) {
                checks.add(new Health.Check(name, "DOWN", Map.of("process", process.problem())));
            } else {
                process.health()
                        .checks()
                        .forEach(check ->
                                checks.add(new Health.Check(name + ": " + check.name(), check.status(), check.data())));
            }
            up &= process.problem().isEmpty();
        }
        return new Health(up ? "UP" : "DOWN", checks);
    }

    static void print(List<ProcessState> processes, PrintStream out) {
        out.printf(
                "%n%-12s %9s %8s %11s %11s %9s  %s%n",
                "service", "process", "port", "management", "memory", "restarts", "state");
        for (ProcessState process : processes) {
            RunningService service = process.service();
            OptionalLong memory = service.residentMemory();
            out.printf(
                    "%-12s %9d %8d %11d %11s %9d  %s%n",
                    service.name(),
                    service.pid(),
                    service.port(),
                    service.managementPort(),
                    memory.isPresent() ? memory.getAsLong() / MEBIBYTE + " MiB" : "-",
                    service.restarts(),
                    process.problem().isEmpty() ? "ready" : process.problem());
        }
        processes.stream()
                .map(ProcessState::service)
                .filter(service -> service.restarts() > 0 && service.isAlive())
                .forEach(service -> out.println(service.name() + " was started again: " + service.lastEnd()));
        out.println();
    }

    ObjectNode json(DataFolder folder) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", service.name())
                .put("pid", service.pid())
                .put("alive", service.isAlive())
                .put("ready", problem.isEmpty())
                .put("port", service.port())
                .put("managementPort", service.managementPort())
                .put("restarts", service.restarts())
                .put("log", folder.serviceLog(service.name()).toString());
        service.residentMemory().ifPresent(bytes -> json.put("residentBytes", bytes));
        if (service.lastEnd() != null) {
            json.put("lastEnd", service.lastEnd());
        }
        if (!problem.isEmpty()) {
            json.put("problem", problem);
        }
        return json;
    }
}
