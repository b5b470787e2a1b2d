package dev.scriptorium.translator.document;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;

/**
 * A request id in its halves.
 *
 * @param part "&lt;task id&gt;/&lt;part&gt;", the key of the part's state
 * @param request "&lt;purpose&gt;/&lt;number&gt;"
 */
record RequestName(String part, String request) {

    static RequestName parse(String requestId) {
        int task = requestId.indexOf('/');
        int part = requestId.indexOf('/', task + 1);
        if (task <= 0 || part < 0) {
            throw new FailureException(FailureCode.INTERNAL, "Not the id of a translation request: " + requestId);
        }
        return new RequestName(requestId.substring(0, part), requestId.substring(part + 1));
    }
}
