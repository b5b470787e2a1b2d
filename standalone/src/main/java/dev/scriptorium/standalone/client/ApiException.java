package dev.scriptorium.standalone.client;

/** The API refused a request or could not be reached. The message is for the person at the command line. */
public final class ApiException extends RuntimeException {
    ApiException(String message) {
        super(message);
    }

    ApiException(String message, Throwable cause) {
        super(message, cause);
    }
}
