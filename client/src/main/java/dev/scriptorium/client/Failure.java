package dev.scriptorium.client;

/**
 * Why something failed.
 *
 * @param code stable, such as {@code DOC_ENCRYPTED}
 * @param reason a sentence
 * @param retryable whether another attempt can succeed
 */
public record Failure(String code, String reason, boolean retryable) {}
