package dev.scriptorium.translator.part;

import dev.scriptorium.proto.inference.v1.GenerateRequest;

/**
 * Texts for a model. The lane and the tenant are the sender's to set.
 *
 * @param name "&lt;purpose&gt;/&lt;number&gt;", unique within the part and the same whenever the part is translated
 */
public record ModelRequest(String name, GenerateRequest request) {}
