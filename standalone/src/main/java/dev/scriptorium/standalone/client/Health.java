package dev.scriptorium.standalone.client;

import java.util.List;

/** The readiness of an instance and of its parts, each {@code UP} or {@code DOWN}. */
public record Health(String status, List<Check> checks) {
    private static final String UP = "UP";

    /** One part. */
    public record Check(String name, String status) {}

    public boolean isUp() {
        return status.equals(UP);
    }
}
