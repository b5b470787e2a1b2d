package dev.scriptorium.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An embedded server could not be prepared, started or stopped. The message ends with the last lines of the server's own log where there are any. */
public final class ServerException extends RuntimeException {
    private static final int LINES_SHOWN = 15;

    ServerException(String message) {
        super(message);
    }

    ServerException(String message, Throwable cause) {
        super(message, cause);
    }

    static ServerException withLog(String message, Path log) {
        return new ServerException(message + "; see " + log + tail(log));
    }

    private static String tail(Path log) {
        try {
            List<String> lines =
                    Files.readString(log, StandardCharsets.UTF_8).lines().toList();
            return lines.isEmpty()
                    ? " (empty)"
                    : ":\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
        } catch (IOException unreadable) {
            return " (unreadable: " + unreadable.getMessage() + ")";
        }
    }
}
