package dev.scriptorium.runtime.streams;

import java.util.Optional;

/**
 * The id of a request about a part of a document, the same whenever the request is made:
 * {@code <task>/<part>/<purpose>/<number>}.
 *
 * @param purpose what the stage asks for
 * @param number tells requests of one purpose apart: a window, or a place in a round
 */
public record RequestId(String task, int part, String purpose, int number) {

    /** Empty where the text is no id of a request. */
    public static Optional<RequestId> parse(String id) {
        String[] pieces = id.split("/", -1);
        if (pieces.length != 4 || pieces[0].isEmpty() || pieces[2].isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new RequestId(pieces[0], Integer.parseInt(pieces[1]), pieces[2], Integer.parseInt(pieces[3])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Empty where the id is not one of this purpose. */
    public static Optional<RequestId> parse(String id, String purpose) {
        return parse(id).filter(parsed -> parsed.purpose().equals(purpose));
    }

    /** The key of a part's state: {@code <task>/<part>}. */
    public static String stateKey(String task, int part) {
        return task + "/" + part;
    }

    public String stateKey() {
        return stateKey(task, part);
    }

    /** The name of the request within its part: {@code <purpose>/<number>}. */
    public String name() {
        return purpose + "/" + number;
    }

    @Override
    public String toString() {
        return stateKey() + "/" + name();
    }
}
