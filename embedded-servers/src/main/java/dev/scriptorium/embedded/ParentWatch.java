package dev.scriptorium.embedded;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a program stop when the JVM that started it is gone, in whatever way that ended.
 *
 * <p>The program's standard input is a pipe that the JVM holds open. A shell leaves a watcher behind that reads this pipe, and then becomes the program, which
 * keeps its process id. When the pipe ends, the watcher sends the program SIGINT, and a last signal where that does not help within
 * {@value #PATIENCE_SECONDS} seconds. The watcher is no child of the program, so Postgres never waits for it.
 */
final class ParentWatch {
    private static final int PATIENCE_SECONDS = 30;

    private static final String SCRIPT = """
            exec 3<&0 </dev/null
            ( {
                cat <&3 >/dev/null
                kill -INT $$ 2>/dev/null || exit 0
                waited=0
                while [ "$waited" -lt PATIENCE ] && kill -0 $$ 2>/dev/null; do
                    sleep 1
                    waited=$((waited + 1))
                done
                kill -LAST $$ 2>/dev/null
            } & )
            exec "$@" 3<&-
            """.replace("PATIENCE", Integer.toString(PATIENCE_SECONDS));

    private ParentWatch() {}

    /** What ends a program that SIGINT did not end. */
    enum LastSignal {
        /** Postgres stops at once and recovers at its next start; a JVM would only print its threads. */
        QUIT,
        KILL
    }

    /** The command for a process whose input stays a pipe to this JVM. */
    static List<String> of(List<String> program, LastSignal last) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT.replace("LAST", last.name()), "sh"));
        command.addAll(program);
        return command;
    }
}
