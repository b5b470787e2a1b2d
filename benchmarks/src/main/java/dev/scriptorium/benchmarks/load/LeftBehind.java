package dev.scriptorium.benchmarks.load;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whether a process that is killed in the middle of its work, and the next one, leave files among the temporary ones. */
final class LeftBehind {

    private LeftBehind() {}

    /** @param arguments of {@link Soak}, for a short run */
    static boolean check(List<String> arguments) throws IOException {
        Path temporary = Files.createTempDirectory("soak");
        try {
            Process killed = start(temporary, arguments);
            killed.inputReader().lines().skip(1).findFirst(); // its first report: it is at work
            killed.destroyForcibly().waitFor();
            List<String> afterKill = files(temporary);
            Process next = start(temporary, arguments);
            next.inputReader().lines().forEach(line -> {});
            int status = next.waitFor();
            List<String> afterRestart = files(temporary);
            System.out.printf(
                    "after kill -9: %s, after a restart (status %d): %s%n",
                    afterKill.isEmpty() ? "no files" : afterKill,
                    status,
                    afterRestart.isEmpty() ? "no files" : afterRestart);
            return afterKill.isEmpty() && afterRestart.isEmpty() && status == 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            delete(temporary);
        }
    }

    private static Process start(Path temporary, List<String> arguments) throws IOException {
        Path options = Files.createTempFile("soak", ".args");
        Files.writeString(
                options,
                "-Djava.io.tmpdir=" + temporary
                        + "\n--enable-native-access=ALL-UNNAMED\n--add-modules=jdk.incubator.vector\n-cp\n"
                        + ManagementFactory.getRuntimeMXBean().getClassPath() + "\n");
        options.toFile().deleteOnExit();
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.add("@" + options);
        command.add(Soak.class.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException thrown) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
