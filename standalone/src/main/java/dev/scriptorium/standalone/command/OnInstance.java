package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.instance.AccessToken;
import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.instance.Instance;
import dev.scriptorium.standalone.instance.RunningInstance;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command on the instance that runs on the data folder, or on one that is started for it. */
abstract class OnInstance implements Callable<Integer> {
    @Mixin
    private final DataOption data = new DataOption();

    /**
     * What the command works on.
     *
     * @param host null: another process runs the platform
     */
    record Target(
            DataFolder folder,
            RunningInstance instance,
            PipelineClient client,
            @Nullable Instance host) {}

    /** Returns the exit code. */
    abstract int act(Target target) throws InterruptedException;

    /** Finds what is wrong before an instance is asked or started. */
    void prepare() throws Exception {}

    @Override
    public final Integer call() throws Exception {
        prepare();
        DataFolder folder = data.folder();
        Optional<RunningInstance> running = folder.running();
        if (running.isPresent()) {
            return act(target(folder, running.get(), null));
        }
        return Instance.run(
                folder, OptionalInt.empty(), System.err, (instance, host) -> act(target(folder, instance, host)));
    }

    private static Target target(DataFolder folder, RunningInstance instance, @Nullable Instance host) {
        PipelineClient client =
                new PipelineClient(instance.baseUrl(), instance.managementUrls(), AccessToken.of(folder));
        return new Target(folder, instance, client, host);
    }
}
