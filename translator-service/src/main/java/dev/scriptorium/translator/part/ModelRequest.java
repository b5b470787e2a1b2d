package dev.scriptorium.translator.part;

import dev.scriptorium.proto.inference.v1.GenerateRequest;

/**
 * Texts for a model. The sender sets the lane and the tenant. Purpose and number are unique within the part and the same
 * whenever the part is translated.
 *
 * @param purpose the step of the translation
 * @param number the request's index within the step
 */
public record ModelRequest(String purpose, int number, GenerateRequest request) {

    /** {@code <purpose>/<number>}. */
    public String name() {
        return purpose + "/" + number;
    }
}
