package dev.scriptorium.engine.constraint;

import dev.scriptorium.engine.constraint.State.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A grammar as it is followed byte by byte. States and their masks are made when they are first reached and kept for all
 * sequences. Thread-safe.
 */
final class Automaton {

    /** States, at about 1 KiB each, beyond which the next sequence begins with none. */
    private static final int KEPT_STATES = 4096;

    /** Masks that are kept, at a bit for each token. */
    private static final int KEPT_MASKS = 128;

    /** Places of one state; of more, those farthest from an end are given up. */
    private static final int PLACES = 256;

    /** Open rules beyond which an answer may only come nearer to its end: readers of JSON limit the nesting. */
    private static final int DEPTH = 200;

    private static final State NOWHERE = new State(List.of(), false, TokenDistances.NEVER);

    private final Grammar grammar;
    private final TokenTrie trie;
    private final int[] distances;
    private final Map<Set<Place>, State> ending = new HashMap<>();
    private final Map<Set<Place>, State> open = new HashMap<>();
    private final Deque<State> masked = new ArrayDeque<>();
    private State start;

    Automaton(Grammar grammar, TokenTrie trie) {
        this.grammar = grammar;
        this.trie = trie;
        this.distances = TokenDistances.of(grammar, trie);
        this.start = begin();
    }

    private State begin() {
        return state(List.of(new Place(grammar.root().start(), Frame.root())));
    }

    /** Whether the model's tokens can write an answer at all. */
    boolean isPossible() {
        return start != NOWHERE;
    }

    synchronized State start() {
        if (ending.size() + open.size() > KEPT_STATES) {
            // All states are reached from the first one, and all stacks from its frame.
            ending.clear();
            open.clear();
            masked.forEach(state -> state.setMask(null));
            masked.clear();
            start = begin();
        }
        return start;
    }

    /** Behind the bytes of a token; null where it cannot follow. */
    synchronized @Nullable State after(State from, int token) {
        State state = from;
        for (byte value : trie.bytes(token)) {
            state = next(state, value & 0xFF);
            if (state == null) {
                return null;
            }
        }
        return state;
    }

    /**
     * The tokens that may come next.
     *
     * @param remaining tokens that the answer may still have, the next one included
     */
    synchronized TokenMask mask(State state, int remaining) {
        int most = remaining - 1;
        if (state.depth() > DEPTH) {
            most = Math.min(most, state.distance() - 1);
        }
        TokenMask all = mask(state);
        if (all.farthest() <= most) {
            return all;
        }
        TokenMask ending = masked(state, most);
        return ending.isEmpty() ? all : ending;
    }

    private TokenMask mask(State state) {
        TokenMask mask = state.mask();
        if (mask == null) {
            mask = masked(state, TokenDistances.NEVER);
            state.setMask(mask);
            masked.add(state);
            if (masked.size() > KEPT_MASKS) {
                masked.remove().setMask(null);
            }
        }
        return mask;
    }

    private TokenMask masked(State from, int most) {
        BitSet tokens = new BitSet(trie.vocabulary());
        int[] farthest = {0};
        trie.walk(from, new TokenTrie.Walk<State>() {
            @Override
            public @Nullable State next(State state, int value) {
                return Automaton.this.next(state, value);
            }

            @Override
            public void token(int id, State state) {
                if (state.distance() <= most) {
                    tokens.set(id);
                    farthest[0] = Math.max(farthest[0], state.distance());
                }
            }
        });
        return new TokenMask(tokens, farthest[0]);
    }

    private @Nullable State next(State state, int value) {
        State next = state.next(value);
        if (next == null) {
            next = step(state, value);
            state.setNext(value, next);
        }
        return next == NOWHERE ? null : next;
    }

    private State step(State state, int value) {
        List<Place> places = new ArrayList<>();
        for (Place place : state.places()) {
            int[] ranges = grammar.ranges()[place.state()];
            for (int i = 0; i < ranges.length; i += 3) {
                if (ranges[i] <= value && value <= ranges[i + 1]) {
                    places.add(new Place(ranges[i + 2], place.frame()));
                }
            }
        }
        return places.isEmpty() ? NOWHERE : state(places);
    }

    /** The state of some places and of all that are reached from them without a byte, the nearest to an end first. */
    private State state(Collection<Place> from) {
        PriorityQueue<Place> reached = new PriorityQueue<>(Comparator.comparingInt(this::distance));
        Set<Place> seen = new HashSet<>();
        Set<Place> kept = new HashSet<>();
        from.forEach(place -> reach(place, reached, seen));
        int distance = reached.isEmpty() ? TokenDistances.NEVER : distance(reached.peek());
        boolean accepting = false;
        while (!reached.isEmpty() && kept.size() < PLACES) {
            Place place = reached.remove();
            int at = place.state();
            Frame frame = place.frame();
            if (grammar.ranges()[at].length > 0) {
                kept.add(place);
            }
            for (int target : grammar.empty()[at]) {
                reach(new Place(target, frame), reached, seen);
            }
            int[] calls = grammar.calls()[at];
            for (int i = 0; i < calls.length; i += 2) {
                int behind = calls[i + 1];
                reach(new Place(calls[i], frame.push(behind, distances[behind])), reached, seen);
            }
            if (grammar.ends()[at]) {
                Frame below = frame.below();
                if (below == null) {
                    accepting = true;
                } else {
                    reach(new Place(frame.returnState(), below), reached, seen);
                }
            }
        }
        return distance >= TokenDistances.NEVER ? NOWHERE : kept(kept, accepting, distance);
    }

    private void reach(Place place, Collection<Place> reached, Set<Place> seen) {
        if (distance(place) < TokenDistances.NEVER && seen.add(place)) {
            reached.add(place);
        }
    }

    private State kept(Set<Place> places, boolean accepting, int distance) {
        return (accepting ? ending : open)
                .computeIfAbsent(places, key -> new State(List.copyOf(key), accepting, distance));
    }

    private int distance(Place place) {
        return distances[place.state()] + place.frame().distance();
    }
}
