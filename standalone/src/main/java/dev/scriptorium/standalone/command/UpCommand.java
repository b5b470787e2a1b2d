package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.instance.Detached;
import dev.scriptorium.standalone.instance.Instance;
import dev.scriptorium.standalone.instance.RunningInstance;
import dev.scriptorium.standalone.report.Cost;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Start the platform and keep it running until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final long A_DAY = 86_400_000;

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--port", description = "Of the HTTP API. Default: 8080, or a free one where that is taken.")
    private @Nullable Integer port;

    @Option(names = "--detach", description = "Return when the platform is ready; \"scriptorium down\" stops it.")
    private boolean detach;

    @Override
    public Integer call() throws Exception {
        DataFolder folder = data.folder();
        Optional<RunningInstance> running = folder.running();
        if (running.isPresent()) {
            print(running.get(), folder);
            return ScriptoriumCommand.SUCCEEDED;
        }
        if (detach) {
            print(Detached.start(folder, port()), folder);
            return ScriptoriumCommand.SUCCEEDED;
        }
        System.out.println("starting on " + folder.path());
        return Instance.run(folder, port(), (instance, host) -> {
            System.out.println("ready after " + Cost.sinceStart());
            print(instance, folder);
            System.out.println("Ctrl-C stops");
            while (!host.stopAskedWithin(A_DAY)) {
                // nothing else ends it
            }
            System.out.println("stopping");
            return ScriptoriumCommand.SUCCEEDED;
        });
    }

    private OptionalInt port() {
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    private static void print(RunningInstance instance, DataFolder folder) {
        System.out.println("API       " + instance.baseUrl() + "/v1/jobs");
        System.out.println("API docs  " + instance.baseUrl() + "/q/swagger-ui");
        System.out.println("health    " + instance.baseUrl() + "/q/health");
        System.out.println("metrics   " + instance.baseUrl() + "/q/metrics");
        System.out.println("gRPC      127.0.0.1:" + instance.httpPort());
        System.out.println("Kafka     " + instance.kafka());
        System.out.println("Postgres  " + instance.postgresUrl());
        System.out.println("data      " + folder.path());
        System.out.println("log       " + folder.log());
    }
}
