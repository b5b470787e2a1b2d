package dev.scriptorium.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A session of its own for a server, where the system has {@code setsid}: Ctrl-C on the terminal then reaches only the parent, which stops its servers
 * after its own work has ended.
 */
final class OwnSession {
    private static final Path PROGRAM = Path.of("/usr/bin/setsid");

    private OwnSession() {}

    static List<String> of(List<String> command) {
        if (!Files.isExecutable(PROGRAM)) {
            return command;
        }
        List<String> longer = new ArrayList<>(List.of(PROGRAM.toString()));
        longer.addAll(command);
        return longer;
    }
}
