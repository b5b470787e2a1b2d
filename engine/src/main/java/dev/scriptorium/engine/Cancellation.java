package dev.scriptorium.engine;

/** Says whether the caller still wants the result; asked before every step, from the thread that generates. */
@FunctionalInterface
public interface Cancellation {

    Cancellation NEVER = () -> false;

    boolean requested();
}
