package dev.scriptorium.ingest.planted;

import dev.scriptorium.translator.planted.Neighbour;
import java.sql.Connection;
import java.time.Instant;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

public class Offender {
    @jakarta.inject.Inject
    @Nullable
    Neighbour neighbour;

    public Instant now(Connection connection, Admin admin) {
        return Instant.now();
    }
}
