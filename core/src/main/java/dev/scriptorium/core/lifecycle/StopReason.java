package dev.scriptorium.core.lifecycle;

/** Why open work is stopped. */
public enum StopReason {
    CANCEL(State.CANCELLED),
    EXPIRE(State.EXPIRED);

    private final State state;

    StopReason(State state) {
        this.state = state;
    }

    public State state() {
        return state;
    }
}
