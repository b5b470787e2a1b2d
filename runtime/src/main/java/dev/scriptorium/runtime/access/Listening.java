package dev.scriptorium.runtime.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where a service listens, and whether it may do so.
 *
 * @param host as configured: a name or an address
 */
record Listening(String host, AccessMode mode, Optional<String> token) {

    private static final int LEAST_TOKEN = 32;

    /** @throws IllegalStateException which ends the start, with what to set */
    void check() {
        if (mode == AccessMode.LOOPBACK && !isLoopback()) {
            throw new IllegalStateException("quarkus.http.host is " + host
                    + ", which other machines may reach, and no credentials are required: set"
                    + " scriptorium.access.mode=required and scriptorium.access.token, or, where everybody who reaches the"
                    + " port may read and change everything, scriptorium.access.mode=insecure.");
        }
        if (mode == AccessMode.REQUIRED && token.isEmpty()) {
            throw new IllegalStateException(
                    "scriptorium.access.mode is required, which needs scriptorium.access.token: a secret of at least "
                            + LEAST_TOKEN + " characters that all services share.");
        }
        if (token.filter(secret ->
                        secret.length() < LEAST_TOKEN || !secret.strip().equals(secret))
                .isPresent()) {
            throw new IllegalStateException("scriptorium.access.token must have at least " + LEAST_TOKEN
                    + " characters, and no space at its ends.");
        }
    }

    static String describe(AccessMode mode) {
        return switch (mode) {
            case LOOPBACK -> "Access: without credentials, from this machine only.";
            case REQUIRED -> "Access: every request needs credentials.";
            case INSECURE ->
                "Access: insecure. Everybody who reaches the port may read and change everything, as"
                        + " scriptorium.access.mode says.";
        };
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("quarkus.http.host is not an address of this machine: " + host, e);
        }
    }
}
