package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.instance.RunningInstance;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        description = "Stop the platform that runs on the data folder.",
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private static final long LIMIT_SECONDS = 90;

    @Mixin
    private final DataOption data = new DataOption();

    @Override
    public Integer call() throws Exception {
        Optional<RunningInstance> running = data.folder().running();
        if (running.isEmpty()) {
            System.out.println("nothing runs on " + data.folder().path());
            return ScriptoriumCommand.SUCCEEDED;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(running.get().pid());
        if (process.isPresent()) {
            process.get().destroy();
            try {
                process.get().onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                System.err.println("process " + running.get().pid() + " did not stop within " + LIMIT_SECONDS + " s");
                return ScriptoriumCommand.FAILED;
            }
        }
        System.out.println("stopped; everything is kept in " + data.folder().path());
        return ScriptoriumCommand.SUCCEEDED;
    }
}
