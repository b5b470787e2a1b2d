package dev.scriptorium.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whom Postgres runs as. It refuses to run as root, so root starts it under an account without rights, or, where that account cannot reach the folders (they
 * may lie in root's home), in a user namespace of its own.
 */
enum PostgresAccount {
    /** The user that runs this JVM. */
    SAME(List.of(), -1),
    /** The user "nobody". */
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), 65534),
    /** Still the owner of root's files, but without root's rights. */
    NAMESPACE(List.of("unshare", "--user"), 0);

    private static final int UNCHANGED = -1;

    private final List<String> prefix;
    private final int owner;

    PostgresAccount(List<String> prefix, int owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    /** The account that can run the program and work in the folder. */
    static PostgresAccount ableToRun(Path program, Path folder) throws IOException {
        if (!isRoot(folder)) {
            return SAME;
        }
        List<String> probe = List.of("test", "-x", program.toString(), "-a", "-x", folder.toString());
        for (PostgresAccount account : List.of(NOBODY, NAMESPACE)) {
            if (succeeds(account.command(probe))) {
                return account;
            }
        }
        throw new ServerException(
                "Postgres does not run as root, and neither setpriv nor unshare gives it another account that reaches "
                        + folder + ": start as another user, or put the data into a folder that others may enter");
    }

    List<String> command(List<String> program) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(program);
        return command;
    }

    /** Makes the folder and all in it this account's own. */
    void take(Path folder) throws IOException {
        if (owner == UNCHANGED || !Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                if ((int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS) != owner) {
                    Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
                    Files.setAttribute(path, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }

    /** A file that root just made belongs to uid 0. */
    private static boolean isRoot(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, "owner-", "");
        try {
            return (int) Files.getAttribute(probe, "unix:uid") == 0;
        } finally {
            Files.delete(probe);
        }
    }

    private static boolean succeeds(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while an account for Postgres was sought", e);
        }
    }
}
