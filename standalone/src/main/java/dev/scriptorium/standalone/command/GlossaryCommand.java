package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.GlossaryClient;
import dev.scriptorium.standalone.client.MemoryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The glossary. */
@Command(
        name = "glossary",
        description = {
            "Terms that translations have to use, keep or avoid.",
            "Uses the instance that runs on the data folder, or starts one for the call."
        },
        mixinStandardHelpOptions = true,
        subcommands = {GlossaryCommand.Import.class, GlossaryCommand.Export.class, GlossaryCommand.Delete.class})
final class GlossaryCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: import, export or delete");
    }

    /** The languages of the terms. */
    static final class Pair {
        @Option(
                names = "--from",
                required = true,
                paramLabel = "LANGUAGE",
                description = "Source language, such as en.")
        private String from = "";

        @Option(names = "--to", required = true, paramLabel = "LANGUAGE", description = "Target language, such as de.")
        private String to = "";

        GlossaryClient client(OnInstance.Target target) {
            return new GlossaryClient(target.client(), from, to);
        }
    }

    @Command(
            name = "import",
            description = {
                "Import terms: CSV, or TSV where the name ends so.",
                "The first line names the columns source, target, and perhaps kind, case and note."
            },
            mixinStandardHelpOptions = true)
    static final class Import extends OnInstance {
        @Mixin
        private final Pair pair = new Pair();

        @Parameters(paramLabel = "FILE", description = "The file.")
        private Path file = Path.of("");

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        void prepare() {
            if (!Files.isRegularFile(file)) {
                throw new ParameterException(spec.commandLine(), "There is no file " + file + ".");
            }
        }

        @Override
        int act(Target target) {
            try {
                MemoryClient.Imported done = pair.client(target).importFile(file);
                System.out.printf(
                        "%s: %,d terms read, %,d new or changed, %,d lines left out%n",
                        file, done.read(), done.changed(), done.leftOut());
                done.problems()
                        .forEach(problem -> System.err.println(
                                file + ", line " + problem.line() + ": left out, " + problem.reason()));
                return ScriptoriumCommand.SUCCEEDED;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Command(
            name = "export",
            description = "Write the terms to a file: CSV, or TSV where the name ends so.",
            mixinStandardHelpOptions = true)
    static final class Export extends OnInstance {
        @Mixin
        private final Pair pair = new Pair();

        @Parameters(paramLabel = "FILE", description = "The file; one that is there is overwritten.")
        private Path file = Path.of("");

        @Override
        int act(Target target) {
            try {
                pair.client(target).export(file.toAbsolutePath());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            System.out.println("wrote " + file);
            return ScriptoriumCommand.SUCCEEDED;
        }
    }

    @Command(name = "delete", description = "Delete all terms of the pair.", mixinStandardHelpOptions = true)
    static final class Delete extends OnInstance {
        @Mixin
        private final Pair pair = new Pair();

        @Override
        int act(Target target) {
            System.out.printf("deleted %,d terms%n", pair.client(target).delete());
            return ScriptoriumCommand.SUCCEEDED;
        }
    }
}
