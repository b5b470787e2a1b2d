package dev.scriptorium.runtime.streams;

import java.util.Optional;

/**
 * The id of a request about a window of a document's part, the same whenever the request is made:
 * {@code <task>/<part>/<purpose>/<window>}.
 *
 * @param purpose what a stage asks for; its answers are known by it among those of other stages
 */
public record WindowRequestId(String task, int part, String purpose, int window) {

    /** Empty where the id is not one of this purpose. */
    public static Optional<WindowRequestId> parse(String id, String purpose) {
        String[] pieces = id.split("/", -1);
        if (pieces.length != 4 || !pieces[2].equals(purpose)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new WindowRequestId(pieces[0], Integer.parseInt(pieces[1]), purpose, Integer.parseInt(pieces[3])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return task + "/" + part + "/" + purpose + "/" + window;
    }
}
