package dev.scriptorium.embedded;

import java.nio.file.Path;

/**
 * Where and how an embedded Postgres runs.
 *
 * @param folder keeps the cluster, its log, its port and its password
 * @param programs where Postgres itself is unpacked to; may be shared
 * @param durable whether a commit is on disk when it is answered; only tests go without
 */
public record PostgresSettings(Path folder, Path programs, boolean durable) {
    public PostgresSettings {
        folder = folder.toAbsolutePath().normalize();
        programs = programs.toAbsolutePath().normalize();
    }
}
