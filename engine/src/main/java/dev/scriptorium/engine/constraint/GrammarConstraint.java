package dev.scriptorium.engine.constraint;

import dev.scriptorium.engine.TokenConstraint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer that follows a grammar. */
final class GrammarConstraint implements TokenConstraint {

    private final Automaton automaton;
    private final Set<Integer> endTokens;
    private State state;

    GrammarConstraint(Automaton automaton, Set<Integer> endTokens) {
        this.automaton = automaton;
        this.endTokens = endTokens;
        this.state = automaton.start();
    }

    @Override
    public void restrict(float[] scores, int remaining) {
        float[] ends = new float[endTokens.size()];
        int i = 0;
        for (int token : endTokens) {
            ends[i++] = scores[token];
        }
        automaton.mask(state, remaining).apply(scores);
        i = 0;
        for (int token : endTokens) {
            scores[token] = state.isAccepting() ? ends[i] : Float.NEGATIVE_INFINITY;
            i++;
        }
    }

    @Override
    public void accept(int token) {
        if (endTokens.contains(token)) {
            return;
        }
        @Nullable State next = automaton.after(state, token);
        if (next == null) {
            throw new IllegalStateException("token " + token + " does not follow the grammar");
        }
        state = next;
    }

    /** How many tokens are enough to come to an end. */
    int distance() {
        return state.distance();
    }

    @Override
    public boolean mayEnd() {
        return state.isAccepting();
    }

    @Override
    public boolean mustEnd() {
        return state.isAccepting() && state.places().isEmpty();
    }
}
