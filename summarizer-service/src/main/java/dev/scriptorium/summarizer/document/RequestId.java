package dev.scriptorium.summarizer.document;

import java.util.Optional;

/** Names the request for one window's vectors, the same whenever it is made. */
record RequestId(String task, int part, int window) {

    private static final String PURPOSE = "embed";

    static Optional<RequestId> parse(String text) {
        String[] elements = text.split("/", -1);
        if (elements.length != 4 || !elements[2].equals(PURPOSE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new RequestId(elements[0], Integer.parseInt(elements[1]), Integer.parseInt(elements[3])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return task + "/" + part + "/" + PURPOSE + "/" + window;
    }
}
