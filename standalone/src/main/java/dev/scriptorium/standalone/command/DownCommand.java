package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.instance.FolderProcess;
import dev.scriptorium.standalone.instance.RunningInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        description = {
            "Stop the platform that runs on the data folder, and what a crashed one left running.",
            "Exit code 1 when a process still runs afterwards; it is named."
        },
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(90), Duration.ofSeconds(15), Duration.ofSeconds(30));

    private final Limits limits;

    @Mixin
    private final DataOption data = new DataOption();

    DownCommand() {
        this(LIMITS);
    }

    DownCommand(Limits limits) {
        this.limits = limits;
    }

    /**
     * How long to wait.
     *
     * @param platform for the platform after SIGTERM
     * @param pipe for its children, which end by themselves when it is gone
     * @param termination for the children after SIGTERM
     */
    record Limits(Duration platform, Duration pipe, Duration termination) {}

    @Override
    public Integer call() throws InterruptedException {
        DataFolder folder = data.folder();
        Optional<ProcessHandle> platform = folder.running()
                .map(RunningInstance::pid)
                .flatMap(ProcessHandle::of)
                .or(folder::holder);
        List<FolderProcess> children = FolderProcess.of(folder);
        if (platform.isEmpty() && children.isEmpty()) {
            System.out.println("nothing runs on " + folder.path());
            return ScriptoriumCommand.SUCCEEDED;
        }
        if (platform.isPresent()) {
            platform.get().destroy();
            if (!ended(List.of(platform.get()), limits.platform())) {
                return stillRunning("the platform (process " + platform.get().pid() + ")");
            }
            if (folder.wasNotStoppedInOrder()) {
                System.err.println("the platform ended without finishing its shutdown; see " + folder.log());
            }
        }
        Set<FolderProcess> left = new LinkedHashSet<>(children);
        left.addAll(FolderProcess.of(folder));
        if (!stopped(left)) {
            return stillRunning(left.stream()
                    .filter(process -> process.handle().isAlive())
                    .map(FolderProcess::toString)
                    .collect(Collectors.joining(", ")));
        }
        System.out.println(
                platform.isPresent()
                        ? "stopped; everything is kept in " + folder.path()
                        : "stopped what a crashed platform left running: "
                                + children.stream().map(FolderProcess::toString).collect(Collectors.joining(", ")));
        return ScriptoriumCommand.SUCCEEDED;
    }

    private boolean stopped(Set<FolderProcess> processes) throws InterruptedException {
        List<ProcessHandle> handles = new ArrayList<>();
        processes.forEach(process -> handles.add(process.handle()));
        if (ended(handles, limits.pipe())) {
            return true;
        }
        handles.forEach(ProcessHandle::destroy);
        return ended(handles, limits.termination());
    }

    private static boolean ended(List<ProcessHandle> handles, Duration limit) throws InterruptedException {
        CompletableFuture<?>[] ends =
                handles.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int stillRunning(String what) {
        System.err.println("scriptorium: Still running: " + what + ".");
        return ScriptoriumCommand.FAILED;
    }
}
