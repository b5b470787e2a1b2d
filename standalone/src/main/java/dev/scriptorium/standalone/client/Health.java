package dev.scriptorium.standalone.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The readiness of an instance and of its parts, each {@code UP} or {@code DOWN}. */
public record Health(String status, List<Check> checks) {
    private static final String UP = "UP";

    /**
     * One part.
     *
     * @param data what the part says of its state; null: nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Check(
            String name, String status, @Nullable Map<String, Object> data) {
        public boolean isUp() {
            return status.equals(UP);
        }

        /** Its data in one line, empty where there is none. */
        public String reason() {
            return data == null
                    ? ""
                    : data.entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + entry.getValue())
                            .collect(Collectors.joining(", "));
        }
    }

    public boolean isUp() {
        return status.equals(UP);
    }
}
