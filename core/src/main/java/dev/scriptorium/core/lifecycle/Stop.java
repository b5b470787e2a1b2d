package dev.scriptorium.core.lifecycle;

/** Why unfinished work is given up as a whole. */
public enum Stop {
    CANCEL(State.CANCELLED),
    EXPIRE(State.EXPIRED);

    private final State state;

    Stop(State state) {
        this.state = state;
    }

    public State state() {
        return state;
    }
}
