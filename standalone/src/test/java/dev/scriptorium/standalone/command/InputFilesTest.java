package dev.scriptorium.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.standalone.command.InputFiles.InputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputFilesTest {
    private final List<String> told = new ArrayList<>();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"#1 report.txt", " leading.txt", "z.txt\n-o\nINJECTED", "@list", "-o", "grün.txt"})
    void takesAFileOfAnyName(String name) throws IOException {
        String file = write(name).toString();

        assertThat(find(file)).extracting(InputFile::shown).containsExactly(file);
    }

    @Test
    void takesAllFilesOfAFolderInOrderAndLeavesHiddenOnesOutWithANote() throws IOException {
        write("b.txt");
        write("a/x.txt");
        write(".secret");
        write(".git/config");

        assertThat(names(find(folder.toString()))).containsExactly("a/x.txt", "b.txt");
        assertThat(told).containsExactly("left out: 2 hidden files or folders (name one to include it)");
    }

    @Test
    void takesAHiddenFileAndAHiddenFolderThatAreNamed() throws IOException {
        Path file = write(".secret");
        write(".notes/a.txt");

        assertThat(names(find(file.toString(), folder.resolve(".notes").toString())))
                .containsExactly(".secret", ".notes/a.txt");
        assertThat(told).isEmpty();
    }

    @Test
    void followsALinkToAFolderAndNoLinkInACircle() throws IOException {
        write("real/a.txt");
        Files.createSymbolicLink(folder.resolve("real/up"), folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));

        assertThat(names(find(link.toString()))).containsExactly("link/a.txt");
    }

    @Test
    void takesAFileOnceThatIsNamedTwice() throws IOException {
        Path file = write("a.txt");

        assertThat(find(file.toString(), folder.toString())).hasSize(1);
        assertThat(told).containsExactly("named twice, processed once: " + file);
    }

    @Test
    void readsStandardInputForAHyphenUnderTheGivenName() throws IOException {
        InputFile input = find("-").getFirst();

        assertThat(input.upload().name()).isEqualTo("page.html");
        assertThat(input.content()).hasContent("from a pipe");
    }

    @Test
    void copiesAPipeBecauseItCanBeReadOnce() throws Exception {
        Path pipe = folder.resolve("pipe.txt");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                Files.writeString(pipe, "through the pipe");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        InputFile input = find(pipe.toString()).getFirst();

        writer.join();
        assertThat(input.upload().name()).isEqualTo("pipe.txt");
        assertThat(input.content()).hasContent("through the pipe");
    }

    @Test
    void refusesWhatIsNotThereAndWhatIsEmpty() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> find("nope.txt")).hasMessage("There is no file nope.txt.");
        assertThatThrownBy(() -> find("")).hasMessage("A file name is empty.");
        assertThatThrownBy(() -> find(empty.toString())).hasMessage("There are no files in " + empty + ".");
    }

    @Test
    void refusesALinkToNothingInsideAFolder() throws IOException {
        write("a.txt");
        Path broken = Files.createSymbolicLink(folder.resolve("broken.txt"), folder.resolve("gone"));

        assertThatThrownBy(() -> find(folder.toString())).hasMessage("The file " + broken + " cannot be read.");
    }

    private List<InputFile> find(String... arguments) throws IOException {
        ByteArrayInputStream input = new ByteArrayInputStream("from a pipe".getBytes(StandardCharsets.UTF_8));
        return new InputFiles(input, "page.html", told::add).find(List.of(arguments));
    }

    private List<String> names(List<InputFile> files) {
        return files.stream()
                .map(file -> folder.relativize(Path.of(file.shown())).toString())
                .toList();
    }

    private Path write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }
}
