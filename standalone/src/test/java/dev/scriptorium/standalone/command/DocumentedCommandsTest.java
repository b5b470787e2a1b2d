package dev.scriptorium.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The commands of the documents can be tried by copying: they are correct usage, and the files that they name are in the repository. */
class DocumentedCommandsTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern COMMAND =
            Pattern.compile("^(?: {4,}|\\t|.*\\| )\\./scriptorium (?<arguments>.*?)(?:\\s+#.*)?$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Pattern UPLOAD = Pattern.compile("@([^\\s'\";]+)");

    static Stream<String> commands() throws IOException {
        Set<String> commands = new LinkedHashSet<>();
        for (String line : lines()) {
            Matcher command = COMMAND.matcher(line);
            if (command.matches()) {
                commands.add(command.group("arguments").strip());
            }
        }
        return commands.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isCorrectUsageOfFilesThatExist(String arguments) {
        ParseResult parsed = ScriptoriumCommand.commandLine().parseArgs(words(arguments));

        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        assertThat(files(parsed))
                .allSatisfy(file -> assertThat(REPOSITORY.resolve(file)).exists());
    }

    @Test
    void findsCommandsInTheReadmeAndInTheDocuments() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(10).contains("demo", "doctor");
    }

    @Test
    void namesEveryCommandAndEveryOptionOfItInTheDocuments() throws IOException {
        String documents = String.join("\n", lines());

        Set<String> missing = new TreeSet<>();
        for (CommandLine command :
                ScriptoriumCommand.commandLine().getSubcommands().values()) {
            if (!documents.contains("`" + command.getCommandName())) {
                missing.add(command.getCommandName());
            }
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!documents.contains(option.shortestName()) && !documents.contains(option.longestName())) {
                    missing.add(command.getCommandName() + " " + option.longestName());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyFileThatCurlUploadsIsInTheRepository() throws IOException {
        List<String> files = new ArrayList<>();
        for (String line : lines()) {
            Matcher upload = UPLOAD.matcher(line);
            while (line.contains("-F '") && upload.find()) {
                files.add(upload.group(1));
            }
        }

        assertThat(files)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(REPOSITORY.resolve(file)).exists());
    }

    private static List<String> files(ParseResult parsed) {
        String command = parsed.commandSpec().name();
        List<String> values = new ArrayList<>();
        parsed.matchedPositionals().forEach(positional -> values.addAll(positional.stringValues()));
        return switch (command) {
            case "process" ->
                values.stream().filter(value -> !value.equals("-")).toList();
            case "train" -> values.subList(1, values.size());
            default -> List.of();
        };
    }

    private static String[] words(String arguments) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(arguments);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words.toArray(String[]::new);
    }

    private static List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(REPOSITORY.resolve("README.md")));
        lines.addAll(Files.readAllLines(REPOSITORY.resolve("samples/README.md")));
        try (Stream<Path> documents = Files.list(REPOSITORY.resolve("docs"))) {
            for (Path document : documents
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                lines.addAll(Files.readAllLines(document));
            }
        }
        return lines;
    }
}
