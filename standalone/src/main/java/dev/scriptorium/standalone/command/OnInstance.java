package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.LabelSetClient;
import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.instance.Instance;
import dev.scriptorium.standalone.instance.RunningInstance;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** An action on label sets: on the instance that runs on the data folder, or on one that is started for it. */
abstract class OnInstance implements Callable<Integer> {
    @Mixin
    private final DataOption data = new DataOption();

    /** Returns the exit code. */
    abstract int act(LabelSetClient labelSets);

    @Override
    public final Integer call() throws Exception {
        prepare();
        DataFolder folder = data.folder();
        Optional<RunningInstance> running = folder.running();
        if (running.isPresent()) {
            return act(client(running.get()));
        }
        System.err.println("starting on " + folder.path());
        return Instance.run(folder, OptionalInt.empty(), (instance, host) -> act(client(instance)));
    }

    /** What can be found wrong without an instance. */
    void prepare() throws Exception {}

    private static LabelSetClient client(RunningInstance instance) {
        return new LabelSetClient(new PipelineClient(instance.baseUrl()));
    }
}
