package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.MemoryClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The translation memory. */
@Command(
        name = "memory",
        description = {
            "Translations that are kept and used again.",
            "Uses the instance that runs on the data folder, or starts one for the call."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            MemoryCommand.Import.class,
            MemoryCommand.Export.class,
            MemoryCommand.Search.class,
            MemoryCommand.Delete.class
        })
final class MemoryCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: import, export, search or delete");
    }

    /** Which units a command is about. */
    static final class Wanted {
        @Option(names = "--from", paramLabel = "LANGUAGE", description = "Source language, such as en.")
        private @Nullable String from;

        @Option(names = "--to", paramLabel = "LANGUAGE", description = "Target language, such as de.")
        private @Nullable String to;

        @Option(names = "--origin", paramLabel = "ORIGIN", description = "machine, import or person.")
        private @Nullable String origin;

        MemoryClient.Filter filter() {
            return new MemoryClient.Filter(
                    Optional.ofNullable(from), Optional.ofNullable(to), Optional.ofNullable(origin));
        }

        boolean isPair() {
            return from != null && to != null;
        }
    }

    @Command(
            name = "import",
            description = {"Import TMX files.", "Units that a person made stay as they are."},
            mixinStandardHelpOptions = true)
    static final class Import extends OnInstance {
        @Parameters(arity = "1..*", paramLabel = "FILE", description = "TMX files.")
        private List<Path> files = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        void prepare() {
            files.stream()
                    .filter(file -> !Files.isRegularFile(file))
                    .findFirst()
                    .ifPresent(missing -> {
                        throw new ParameterException(spec.commandLine(), "There is no file " + missing + ".");
                    });
        }

        @Override
        int act(Target target) {
            var memory = new MemoryClient(target.client());
            for (Path file : files) {
                MemoryClient.Imported done = imported(memory, file);
                System.out.printf(
                        "%s: %,d units read, %,d new or changed, %,d left out%n",
                        file, done.read(), done.changed(), done.leftOut());
                done.problems()
                        .forEach(problem -> System.err.println(
                                file + ", line " + problem.line() + ": left out, " + problem.reason()));
            }
            return ScriptoriumCommand.SUCCEEDED;
        }

        private static MemoryClient.Imported imported(MemoryClient memory, Path file) {
            try {
                return memory.importFile(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Command(name = "export", description = "Write units to a TMX file.", mixinStandardHelpOptions = true)
    static final class Export extends OnInstance {
        @Mixin
        private final Wanted wanted = new Wanted();

        @Parameters(paramLabel = "FILE", description = "The file; one that is there is overwritten.")
        private Path file = Path.of("");

        @Override
        int act(Target target) {
            try {
                new MemoryClient(target.client()).export(wanted.filter(), file.toAbsolutePath());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            System.out.println("wrote " + file);
            return ScriptoriumCommand.SUCCEEDED;
        }
    }

    @Command(
            name = "search",
            description = "List units whose source is similar to a text, the most similar first.",
            mixinStandardHelpOptions = true)
    static final class Search extends OnInstance {
        @Mixin
        private final Wanted wanted = new Wanted();

        @Parameters(paramLabel = "TEXT", description = "The text.")
        private String text = "";

        @Option(
                names = "--min-similarity",
                paramLabel = "N",
                description = "Least share of trigrams that are the same, above 0 and up to 1; default 0.7.")
        private float minSimilarity = 0.7f;

        @Option(names = "--json", description = "One line of JSON for each unit.")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        void prepare() {
            if (!(minSimilarity > 0 && minSimilarity <= 1)) {
                throw new ParameterException(
                        spec.commandLine(), "--min-similarity must be above 0 and up to 1: " + minSimilarity);
            }
        }

        @Override
        int act(Target target) {
            var memory = new MemoryClient(target.client());
            if (json) {
                memory.searched(wanted.filter(), text, minSimilarity).forEach(System.out::println);
                return ScriptoriumCommand.SUCCEEDED;
            }
            for (MemoryClient.Unit unit : memory.search(wanted.filter(), text, minSimilarity)) {
                System.out.printf(
                        "%3.0f %%  %s  %s > %s  %s%n       %s%n       %s%n",
                        unit.similarity() * 100,
                        unit.id(),
                        unit.sourceLanguage(),
                        unit.targetLanguage(),
                        unit.origin(),
                        unit.source(),
                        unit.target());
            }
            return ScriptoriumCommand.SUCCEEDED;
        }
    }

    @Command(
            name = "delete",
            description = "Delete one unit by its id, or all units of a pair of languages.",
            mixinStandardHelpOptions = true)
    static final class Delete extends OnInstance {
        @Mixin
        private final Wanted wanted = new Wanted();

        @Option(names = "--id", paramLabel = "ID", description = "Id of a unit, as search prints it.")
        private @Nullable String id;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        void prepare() {
            if ((id == null) != wanted.isPair()) {
                throw new ParameterException(spec.commandLine(), "name either --id, or both --from and --to");
            }
        }

        @Override
        int act(Target target) {
            var memory = new MemoryClient(target.client());
            if (id != null) {
                memory.delete(id);
                System.out.println("deleted " + id);
            } else {
                System.out.printf("deleted %,d units%n", memory.delete(wanted.filter()));
            }
            return ScriptoriumCommand.SUCCEEDED;
        }
    }
}
