package dev.scriptorium.translator.route;

/** A step from one language to another by one model. */
public record Leg(String model, String source, String target) {}
