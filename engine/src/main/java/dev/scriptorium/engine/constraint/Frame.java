package dev.scriptorium.engine.constraint;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the rules that are open go on. There is one object for each stack of them, so that stacks are compared by identity. */
final class Frame {

    /** The state behind the call; of the root it is none. */
    private final int returnState;

    private final @Nullable Frame below;
    private final int depth;
    private final int distance;
    private final Map<Integer, Frame> above = new HashMap<>();

    private Frame(int returnState, @Nullable Frame below, int depth, int distance) {
        this.returnState = returnState;
        this.below = below;
        this.depth = depth;
        this.distance = distance;
    }

    static Frame root() {
        return new Frame(-1, null, 0, 0);
    }

    /** @param distance of the state behind the call */
    Frame push(int state, int distance) {
        return above.computeIfAbsent(
                state,
                key -> new Frame(key, this, depth + 1, Math.min(TokenDistances.NEVER, this.distance + distance)));
    }

    int returnState() {
        return returnState;
    }

    /** Null below the root. */
    @Nullable
    Frame below() {
        return below;
    }

    int depth() {
        return depth;
    }

    /** How many tokens are enough to end all open rules. */
    int distance() {
        return distance;
    }
}
