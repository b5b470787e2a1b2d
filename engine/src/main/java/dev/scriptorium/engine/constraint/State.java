package dev.scriptorium.engine.constraint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All places of the grammar where an answer may be. Guarded by its automaton.
 */
final class State {

    /** A state of the grammar and the rules that are open around it. */
    record Place(int state, Frame frame) {}

    /** Those from which a byte leads on. */
    private final List<Place> places;

    private final boolean accepting;
    private final int distance;
    private final int depth;
    private final @Nullable State[] next = new State[256];
    private @Nullable TokenMask mask;

    /** @param distance how many tokens are enough to come to an end */
    State(List<Place> places, boolean accepting, int distance) {
        this.places = places;
        this.accepting = accepting;
        this.distance = distance;
        this.depth =
                places.stream().mapToInt(place -> place.frame().depth()).max().orElse(0);
    }

    List<Place> places() {
        return places;
    }

    /** Whether the answer may end here. */
    boolean isAccepting() {
        return accepting;
    }

    int distance() {
        return distance;
    }

    /** The most rules that are open. */
    int depth() {
        return depth;
    }

    /** Null where it is not known yet. */
    @Nullable
    State next(int value) {
        return next[value];
    }

    void setNext(int value, State state) {
        next[value] = state;
    }

    @Nullable
    TokenMask mask() {
        return mask;
    }

    void setMask(@Nullable TokenMask value) {
        mask = value;
    }
}
