package dev.scriptorium.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    @TempDir
    Path folder;

    @Test
    void writesAllResultsUnderTheFilesOwnName() throws IOException {
        OutputFolder output = OutputFolder.prepare(folder.resolve("out"), List.of("letters/x.txt"), false);

        output.write(0, report("letters/x.txt", "eins"));

        assertThat(written()).containsExactlyInAnyOrder("x.txt.json", "x.txt.de.txt", "x.txt.summary.txt");
        assertThat(folder.resolve("out/x.txt.de.txt")).hasContent("eins");
    }

    @Test
    void keepsTheFoldersOfTheFilesWhereTwoHaveOneName() throws IOException {
        List<String> files = List.of("a/x.txt", "b/x.txt", "b/c/y.txt");
        OutputFolder output = OutputFolder.prepare(folder.resolve("out"), files, false);

        output.write(0, report(files.get(0), "eins"));
        output.write(1, report(files.get(1), "zwei"));

        assertThat(folder.resolve("out/a/x.txt.de.txt")).hasContent("eins");
        assertThat(folder.resolve("out/b/x.txt.de.txt")).hasContent("zwei");
        assertThat(folder.resolve("out/b/c")).isDirectory();
    }

    @Test
    void keepsTheFoldersOfFilesThatLieAboveTheWorkingFolder() {
        assertThat(OutputFolder.names(List.of("../x.txt", "x.txt", "/tmp/y.txt")))
                .doesNotHaveDuplicates()
                .allSatisfy(name ->
                        assertThat(name.isAbsolute() || name.startsWith("..")).isFalse());
    }

    @Test
    void overwritesTheResultsOfTheSameFileAndRefusesThoseOfAnother() throws IOException {
        OutputFolder.prepare(folder.resolve("out"), List.of("a/x.txt"), false).write(0, report("a/x.txt", "eins"));

        OutputFolder.prepare(folder.resolve("out"), List.of("a/x.txt"), false);
        OutputFolder.prepare(folder.resolve("out"), List.of("b/x.txt"), true);
        assertThatThrownBy(() -> OutputFolder.prepare(folder.resolve("out"), List.of("b/x.txt"), false))
                .hasMessageContaining("has the results of a/x.txt, and those of b/x.txt would overwrite it")
                .hasMessageContaining("--overwrite");
    }

    @Test
    void refusesToOverwriteAFileThatItDidNotWrite() throws IOException {
        Files.writeString(folder.resolve("x.txt.json"), "my own notes");

        assertThatThrownBy(() -> OutputFolder.prepare(folder, List.of("x.txt"), false))
                .hasMessageContaining("has other content");
    }

    @Test
    void refusesAFileAndAnUnwritableFolderBeforeTheWork() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> OutputFolder.prepare(file, List.of("x.txt"), false))
                .isInstanceOf(OutputFolder.Refused.class)
                .hasMessage("The output folder " + file + " is a file.");
        assertThatThrownBy(() -> OutputFolder.prepare(Path.of("/proc/out"), List.of("x.txt"), false))
                .isInstanceOf(OutputFolder.Refused.class)
                .hasMessage("Results cannot be written to /proc/out: no file can be created there.");
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static DocumentReport report(String file, String german) throws JsonProcessingException {
        ObjectNode json = (ObjectNode) new ObjectMapper()
                .readTree("{\"summary\": {\"sentences\": [{\"text\": \"All is well.\"}]},"
                        + " \"translations\": {\"de\": {\"text\": \"" + german + "\"}}}");
        return new DocumentReport(json.put("file", file));
    }
}
