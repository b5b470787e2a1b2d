package dev.scriptorium.ingest.extraction.fork;

import dev.scriptorium.core.quantity.DataSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line of a parsing process.
 *
 * @param prefix words before {@code java}, for example a program that takes the network away; may be empty
 * @param heap what a document may need before it is refused as too much
 * @param options further options of the virtual machine
 */
public record ForkCommand(
        List<String> prefix, DataSize heap, List<String> options, List<Path> classpath, String mainClass) {

    /** What of the environment a parser may know: neither passwords nor addresses. */
    private static final List<String> ENVIRONMENT = List.of("PATH", "LANG", "LC_ALL", "LC_CTYPE", "SystemRoot");

    public ForkCommand {
        prefix = List.copyOf(prefix);
        options = List.copyOf(options);
        classpath = List.copyOf(classpath);
    }

    /** @param folder the process's own, for its temporary files */
    ProcessBuilder in(Path folder) {
        List<String> words = new ArrayList<>(prefix);
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-Xmx" + heap.toBytes());
        words.add("-Xss1m");
        // Exit code 3 at the first memory error, before any code can catch it.
        words.add("-XX:+ExitOnOutOfMemoryError");
        // Short life, few documents at a time: measured 2.3 CPU-seconds for the first document of each format, 3.4 with
        // the optimising compiler.
        words.add("-XX:+UseSerialGC");
        words.add("-XX:TieredStopAtLevel=1");
        words.add("-XX:-UsePerfData");
        words.add("-Djava.awt.headless=true");
        words.add("-Djava.io.tmpdir=" + folder);
        // PDFBox lists the system's fonts once and keeps the list, by default in the home directory.
        words.add("-Dpdfbox.fontcache=" + folder.toAbsolutePath().getParent());
        words.addAll(options);
        words.add("-cp");
        words.add(String.join(
                System.getProperty("path.separator"),
                classpath.stream().map(Path::toString).toList()));
        words.add(mainClass);
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(ENVIRONMENT);
        return builder;
    }
}
