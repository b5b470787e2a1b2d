package dev.scriptorium.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the start script hands over by file descriptors, named by system properties. A start without the script has neither. */
final class StartScript {
    /** Names the arguments: each is ended by a NUL, the only character that no argument can hold. */
    static final String ARGUMENTS = "scriptorium.arguments";

    /** The number of the file descriptor that is the caller's standard error. */
    static final String STANDARD_ERROR = "scriptorium.stderr";

    private static final int STDERR_FILENO = 2;

    private StartScript() {}

    /** The script's arguments; those of the command line where there are any. */
    static String[] arguments(String[] ofCommandLine) {
        String file = System.getProperty(ARGUMENTS, "");
        if (ofCommandLine.length > 0 || file.isEmpty()) {
            return ofCommandLine;
        }
        try {
            return split(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("the arguments cannot be read from " + file, e);
        }
    }

    static String[] split(byte[] handedOver) {
        List<String> arguments = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < handedOver.length; i++) {
            if (handedOver[i] == 0) {
                arguments.add(new String(handedOver, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        return arguments.toArray(String[]::new);
    }

    /**
     * From here on all messages go to the caller's standard error itself, past the script's filter.
     *
     * <p>By dup2, which Java offers through the foreign-function API alone: opening the descriptor's path anew would give a file position of its own, and
     * standard output, where it goes to the same file, would overwrite what is written there.
     */
    static void takeOverStandardError() {
        int callers = Integer.getInteger(STANDARD_ERROR, -1);
        if (callers < 0) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        MethodHandle dup2 = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("dup2"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int ignored =
                    (int) dup2.invokeExact(callers, STDERR_FILENO); // where it fails, the filter hands everything on
        } catch (Throwable e) {
            throw new IllegalStateException("dup2 cannot be called", e);
        }
    }
}
