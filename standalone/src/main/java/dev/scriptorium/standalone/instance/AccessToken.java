package dev.scriptorium.standalone.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The shared token of the services on a data folder: that of the environment, else one that is made with the folder and that only
 * its owner can read. By it the commands may do everything, also where other callers need a key.
 */
public final class AccessToken {
    private static final String VARIABLE = "SCRIPTORIUM_ACCESS_TOKEN";
    private static final int BYTES = 32;

    private AccessToken() {}

    /** Empty before the first start on the folder. */
    public static Optional<String> of(DataFolder folder) {
        String environment = System.getenv(VARIABLE);
        if (environment != null && !environment.isBlank()) {
            return Optional.of(environment);
        }
        try {
            return Files.exists(folder.accessToken())
                    ? Optional.of(Files.readString(folder.accessToken()).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the access token of " + folder.path() + " cannot be read", e);
        }
    }

    static void createIn(Path file) throws IOException {
        DataFolder.createPrivate(file);
        if (Files.size(file) == 0) {
            byte[] bytes = new byte[BYTES];
            new SecureRandom().nextBytes(bytes);
            Files.writeString(file, HexFormat.of().formatHex(bytes));
        }
    }
}
