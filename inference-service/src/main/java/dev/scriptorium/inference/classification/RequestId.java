package dev.scriptorium.inference.classification;

import java.util.Optional;

/** The id of a request to classify a window: {@code <task id>/<part>/classify/<window>}. */
record RequestId(String taskId, int part, int window) {

    private static final String PURPOSE = "classify";

    /** Empty where the id is not one of these. */
    static Optional<RequestId> parse(String id) {
        String[] pieces = id.split("/", -1);
        if (pieces.length != 4 || !pieces[2].equals(PURPOSE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RequestId(pieces[0], Integer.parseInt(pieces[1]), Integer.parseInt(pieces[3])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Under which the part's state is kept. */
    String stateKey() {
        return taskId + "/" + part;
    }

    @Override
    public String toString() {
        return taskId + "/" + part + "/" + PURPOSE + "/" + window;
    }
}
