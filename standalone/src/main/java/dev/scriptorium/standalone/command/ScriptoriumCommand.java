package dev.scriptorium.standalone.command;

import dev.scriptorium.embedded.ServerException;
import dev.scriptorium.standalone.client.ApiException;
import dev.scriptorium.standalone.instance.Instance;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole. Exit codes: 0 all well, 1 something failed, 2 wrong usage. */
@Command(
        name = "scriptorium",
        description = "Summaries, translations and classifications of documents.",
        mixinStandardHelpOptions = true,
        version = "Scriptorium 0.1.0",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            ProcessCommand.class,
            LabelsCommand.class,
            DemoCommand.class,
            DoctorCommand.class
        })
public final class ScriptoriumCommand implements Runnable {
    static final int SUCCEEDED = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static int execute(String... arguments) {
        return new CommandLine(new ScriptoriumCommand())
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    if (isExpected(problem)) {
                        command.getErr().println("scriptorium: " + problem.getMessage());
                    } else {
                        problem.printStackTrace(command.getErr());
                    }
                    return FAILED;
                })
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do");
    }

    private static boolean isExpected(Exception problem) {
        return problem instanceof ApiException
                || problem instanceof Instance.FolderInUse
                || problem instanceof Instance.StartFailed
                || problem instanceof ServerException;
    }
}
