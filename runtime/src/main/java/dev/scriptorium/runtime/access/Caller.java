package dev.scriptorium.runtime.access;

/**
 * Who sent a request.
 *
 * @param id of the key, or the subject of a token; never a secret
 */
public record Caller(String id, Role role) {

    /** Whoever has the services' shared token. */
    static final Caller SERVICE = new Caller("service", Role.ADMIN);
}
