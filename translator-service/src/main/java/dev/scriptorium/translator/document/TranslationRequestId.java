package dev.scriptorium.translator.document;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;

/**
 * The id of a request about a part of a document, the same whenever the request is made:
 * {@code <task>/<part>/<purpose>/<number>}.
 *
 * @param stateKey {@code <task>/<part>}, under which the part's state is stored
 * @param request {@code <purpose>/<number>}, the name of the request within the part
 */
record TranslationRequestId(String stateKey, String request) {

    static String stateKey(String task, int part) {
        return task + "/" + part;
    }

    static TranslationRequestId parse(String requestId) {
        int task = requestId.indexOf('/');
        int part = requestId.indexOf('/', task + 1);
        if (task <= 0 || part < 0) {
            throw new FailureException(FailureCode.INTERNAL, "Not the id of a translation request: " + requestId);
        }
        return new TranslationRequestId(requestId.substring(0, part), requestId.substring(part + 1));
    }

    @Override
    public String toString() {
        return stateKey + "/" + request;
    }
}
