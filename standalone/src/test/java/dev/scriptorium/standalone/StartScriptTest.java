package dev.scriptorium.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script with a Java of our own that shows what it was given. */
class StartScriptTest {
    private static final Path SCRIPT = Path.of("..", "scriptorium");

    @TempDir
    Path home;

    @BeforeEach
    void installTheScriptBesideAFakeJava() throws IOException {
        program(home.resolve("scriptorium"), Files.readString(SCRIPT));
        program(home.resolve(".mvn/find-jdk"), "#!/bin/sh\necho '" + home.resolve("jdk") + "'\n");
        program(home.resolve("jdk/bin/java"), """
                #!/bin/sh
                echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
                echo 'another warning' >&2
                for option in "$@"; do echo "$option" >> "$RECORD/options"; done
                cat <&3 > "$RECORD/arguments"
                exit 7
                """);
        Path application = home.resolve("standalone/target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(application.getParent());
        Files.createFile(application);
    }

    @Test
    void handsOverEveryArgumentAsItIs() throws Exception {
        List<String> arguments = List.of(
                "process",
                "#1 report.txt",
                "",
                "z.txt\n-o\nINJECTED",
                "@list",
                "-",
                "--",
                "\"quoted\" $HOME `x`",
                "grün.txt");

        Outcome outcome = run(arguments, Map.of());

        assertThat(StartScript.split(Files.readAllBytes(home.resolve("arguments"))))
                .containsExactlyElementsOf(arguments);
        assertThat(outcome.exitCode()).isEqualTo(7);
    }

    @Test
    void handsOverNoArgumentWhereThereIsNone() throws Exception {
        run(List.of(), Map.of());

        assertThat(StartScript.split(Files.readAllBytes(home.resolve("arguments"))))
                .isEmpty();
    }

    @Test
    void keepsTheWarningOfTheIncubatorModuleFromThePersonAndNothingElse() throws Exception {
        Outcome outcome = run(List.of("status"), Map.of());

        assertThat(outcome.errors()).isEqualToIgnoringNewLines("another warning");
    }

    @Test
    void losesNothingWhereBothOutputsGoToOneFile() throws Exception {
        program(home.resolve("jdk/bin/java"), """
                #!/bin/sh
                echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
                exec '%s/bin/java' -Dscriptorium.stderr=4 --enable-native-access=ALL-UNNAMED -cp '%s' '%s'
                """.formatted(
                System.getProperty("java.home"), System.getProperty("java.class.path"), Program.class.getName()));
        Path both = home.resolve("both");

        Process process = new ProcessBuilder(home.resolve("scriptorium").toString(), "status")
                .redirectErrorStream(true)
                .redirectOutput(both.toFile())
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(both).hasContent("first to output\nthen to error\nthen to output again\n");
    }

    /** Prints to both outputs in turn. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            StartScript.takeOverStandardError();
            System.out.println("first to output");
            System.err.println("then to error");
            System.out.println("then to output again");
        }
    }

    @Test
    void namesTheRuleForTheHeapInPlaceOfAMessageOfTheVirtualMachine() throws Exception {
        Outcome outcome = run(List.of("status"), Map.of("SCRIPTORIUM_HEAP", "banana"));

        assertThat(outcome.errors()).startsWith("scriptorium: SCRIPTORIUM_HEAP must be a number with k, m or g");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    @Test
    void readsFileNamesAsUtf8InTheCLocaleToo() throws Exception {
        program(home.resolve("jdk/bin/java"), "#!/bin/sh\necho \"$LC_ALL\" >&2\n");

        Outcome outcome = run(List.of("status"), Map.of("LC_ALL", "C"));

        assertThat(outcome.errors()).isEqualToIgnoringNewLines("C.UTF-8");
    }

    @Test
    void buildsTheServicesAsApplicationsOfTheirOwnForASplitPlatformAlone() throws Exception {
        program(home.resolve("mvnw"), """
                #!/bin/sh
                echo "$@" >> "$RECORD/build"
                for service in ingest tokenizer inference summarizer translator; do
                    mkdir -p "$RECORD/$service-service/target/quarkus-app"
                    touch "$RECORD/$service-service/target/quarkus-app/quarkus-run.jar"
                done
                """);

        run(List.of("up"), Map.of());
        run(List.of("process", "--split"), Map.of());
        assertThat(home.resolve("build")).doesNotExist();

        run(List.of("up", "--detach", "--split"), Map.of());
        run(List.of("up", "--split"), Map.of());
        assertThat(Files.readAllLines(home.resolve("build")))
                .singleElement()
                .asString()
                .contains("-pl standalone -am package")
                .doesNotContain("quarkus.build.skip");
    }

    @Test
    void splitsAtNulAlone() {
        byte[] handedOver = "a b\0\0c\n\0".getBytes(StandardCharsets.UTF_8);

        assertThat(StartScript.split(handedOver)).containsExactly("a b", "", "c\n");
    }

    private record Outcome(int exitCode, String errors) {}

    private Outcome run(List<String> arguments, Map<String, String> environment) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("scriptorium").toString()));
        command.addAll(arguments);
        Path errors = home.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("RECORD", home.toString());
        builder.environment().remove("SCRIPTORIUM_HEAP");
        builder.environment().putAll(environment);
        Process process = builder.start();
        // the script's filter holds this pipe open until it has written all
        process.getInputStream().readAllBytes();
        return new Outcome(process.waitFor(), Files.readString(errors));
    }

    private static void program(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
