package dev.scriptorium.embedded;

import java.util.List;

/**
 * A program that ends with this JVM, in whatever way that ends, and that Ctrl-C on the terminal does not reach.
 *
 * <p>When this JVM is gone, the program gets SIGINT, and SIGKILL where it has not ended 30 seconds later. It keeps the process id that {@link Process#pid()}
 * gives, and reads nothing from its standard input.
 */
public final class ChildProgram {
    private ChildProgram() {}

    /** The command for a {@link ProcessBuilder} that leaves the standard input a pipe. */
    public static List<String> command(List<String> program) {
        return OwnSession.of(ParentWatch.of(program, ParentWatch.LastSignal.KILL));
    }
}
