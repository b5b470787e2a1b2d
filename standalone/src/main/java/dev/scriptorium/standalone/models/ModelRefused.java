package dev.scriptorium.standalone.models;

/** A command on models cannot be carried out. The message is for the person at the command line. */
public final class ModelRefused extends RuntimeException {
    public ModelRefused(String message) {
        super(message);
    }
}
