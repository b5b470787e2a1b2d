package dev.scriptorium.standalone.command;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.embedded.ServerException;
import dev.scriptorium.standalone.client.ApiException;
import dev.scriptorium.standalone.instance.Detached;
import dev.scriptorium.standalone.instance.FolderUnusable;
import dev.scriptorium.standalone.instance.Instance;
import dev.scriptorium.standalone.instance.PortTaken;
import dev.scriptorium.standalone.models.ModelRefused;
import dev.scriptorium.standalone.report.OutputFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
            LogsCommand.class,
            ProcessCommand.class,
            TranslateCommand.class,
            JobsCommand.class,
            ResultsCommand.class,
            RetryCommand.class,
            CancelCommand.class,
            LabelsCommand.class,
            MemoryCommand.class,
            GlossaryCommand.class,
            KeysCommand.class,
            ModelsCommand.class,
            DemoCommand.class,
            DoctorCommand.class,
            TopicsCommand.class
        })
public final class ScriptoriumCommand implements Runnable {
    static final int SUCCEEDED = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static int execute(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** A name that begins with @ is a file to process, and a quotation mark is part of a name. */
    static CommandLine commandLine() {
        return new CommandLine(new ScriptoriumCommand())
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((problem, arguments) -> {
                    var err = problem.getCommandLine().getErr();
                    err.println("scriptorium: " + sentence(usageProblem(problem)));
                    UnmatchedArgumentException.printSuggestions(problem, err);
                    err.println(
                            "See \"" + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help\".");
                    return WRONG_USAGE;
                })
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    command.getErr().println("scriptorium: " + sentence(message(problem)));
                    if (!isExpected(problem)) {
                        problem.printStackTrace(command.getErr());
                    }
                    return problem instanceof InputFiles.Unreadable || problem instanceof OutputFolder.Refused
                            ? WRONG_USAGE
                            : FAILED;
                });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static String usageProblem(ParameterException problem) {
        return problem instanceof UnmatchedArgumentException unmatched
                ? "unknown command or option: " + String.join(" ", unmatched.getUnmatched())
                : problem.getMessage();
    }

    private static String message(Exception problem) {
        if (problem instanceof FailureException failure) {
            return failure.code() + ": " + failure.reason();
        }
        return problem instanceof FileSystemException file
                ? file.getFile() + ": " + (file.getReason() == null ? "not accessible" : file.getReason())
                : problem.getMessage() == null ? problem.toString() : problem.getMessage();
    }

    private static String sentence(String message) {
        return message.endsWith(".") || message.contains("\n") ? message : message + ".";
    }

    /** A stack trace would tell the person nothing more. */
    private static boolean isExpected(Exception problem) {
        return problem instanceof ApiException
                || problem instanceof Instance.FolderInUse
                || problem instanceof Instance.StartFailed
                || problem instanceof PortTaken
                || problem instanceof Detached.NotStarted
                || problem instanceof FolderUnusable
                || problem instanceof ModelRefused
                || problem instanceof FailureException failure && failure.code() != FailureCode.INTERNAL
                || problem instanceof InputFiles.Unreadable
                || problem instanceof TranslatedTree.Refused
                || problem instanceof OutputFolder.Refused
                || problem instanceof IOException
                || problem instanceof UncheckedIOException
                || problem instanceof ServerException;
    }
}
