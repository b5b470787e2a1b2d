package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.instance.Detached;
import dev.scriptorium.standalone.instance.Instance;
import dev.scriptorium.standalone.instance.RunningInstance;
import dev.scriptorium.standalone.instance.RunningService;
import dev.scriptorium.standalone.instance.SplitInstance;
import dev.scriptorium.standalone.report.Cost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description = "Start the platform and keep it running until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final long A_DAY = 86_400_000;
    private static final int LAST_PORT = 65_535;

    @Mixin
    private final DataOption data = new DataOption();

    @Option(
            names = "--port",
            description = {
                "The port of the API. Default: that of the last start on this data folder, else 8080,",
                "or a free one where that is taken."
            })
    private @Nullable Integer port;

    @Option(
            names = "--split",
            description = {
                "Each service as a process of its own, beside the embedded Kafka and Postgres.",
                "A process that ends by itself is started again."
            })
    private boolean split;

    @Option(names = "--detach", description = "Return when the platform is ready; \"scriptorium down\" stops it.")
    private boolean detach;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        DataFolder folder = data.folder();
        Optional<RunningInstance> running = folder.running();
        if (running.isPresent()) {
            print(running.get(), folder);
            return ScriptoriumCommand.SUCCEEDED;
        }
        if (detach) {
            print(Detached.start(folder, options(), System.err), folder);
            return ScriptoriumCommand.SUCCEEDED;
        }
        if (split) {
            SplitInstance.run(folder, runService(), port(), System.out, instance -> announce(instance, folder));
            return ScriptoriumCommand.SUCCEEDED;
        }
        return Instance.run(folder, port(), System.out, (instance, host) -> {
            announce(instance, folder);
            while (!host.stopAskedWithin(A_DAY)) {
                // nothing else ends it
            }
            return ScriptoriumCommand.SUCCEEDED;
        });
    }

    private OptionalInt port() {
        if (port != null && (port < 1 || port > LAST_PORT)) {
            throw new ParameterException(spec.commandLine(), "--port must be from 1 to " + LAST_PORT + ": " + port);
        }
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        port().ifPresent(number -> options.addAll(List.of("--port", Integer.toString(number))));
        if (split) {
            options.add("--split");
        }
        return options;
    }

    private Path runService() {
        String home = System.getProperty("scriptorium.home");
        if (home == null) {
            throw new ParameterException(
                    spec.commandLine(), "--split needs the services beside this program: start it by ./scriptorium");
        }
        return Path.of(home, "deploy", "bin", "run-service");
    }

    private static void announce(RunningInstance instance, DataFolder folder) {
        System.out.println("ready after " + Cost.sinceStart());
        print(instance, folder);
        System.out.println("Ctrl-C stops it");
    }

    private static void print(RunningInstance instance, DataFolder folder) {
        System.out.println("API       " + instance.baseUrl() + "/v1/jobs");
        System.out.println("API docs  " + instance.baseUrl() + "/q/swagger-ui");
        System.out.println("health    " + instance.managementUrls().getFirst() + "/q/health");
        System.out.println("metrics   " + instance.managementUrls().getFirst() + "/q/metrics");
        System.out.println("gRPC      127.0.0.1:" + instance.httpPort());
        for (RunningService service : instance.services()) {
            System.out.printf(
                    "%-9s port %d, health and metrics %s, log %s%n",
                    service.name(), service.port(), service.managementUrl() + "/q", folder.serviceLog(service.name()));
        }
        System.out.println("Kafka     " + instance.kafka());
        System.out.println("Postgres  " + instance.postgresAddress());
        if (Files.exists(folder.postgresPassword())) {
            System.out.println("          password in " + folder.postgresPassword());
        }
        System.out.println("data      " + folder.path());
        System.out.println("log       " + folder.log());
    }
}
