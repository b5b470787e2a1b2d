package dev.scriptorium.engine.constraint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.AnswerFormat;
import dev.scriptorium.engine.AnswerFormat.JsonObject;
import dev.scriptorium.engine.AnswerFormat.JsonOf;
import dev.scriptorium.engine.AnswerFormat.OneOf;
import dev.scriptorium.engine.TokenConstraint;
import dev.scriptorium.engine.constraint.Grammar.Rule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The forms that answers of one model were asked for in, the latest ones compiled. Thread-safe. */
public final class Constraints {

    private static final int KEPT = 8;

    private final int vocabulary;
    private final Set<Integer> endTokens;
    private final IntFunction<byte[]> bytes;
    private final Map<Key, Automaton> automata = new LinkedHashMap<>(16, 0.75f, true);
    /** The text tells schemas apart that differ in the order of properties. */
    private record Key(AnswerFormat format, String text) {}

    /** Made for the first form. */
    private @Nullable TokenTrie trie;

    /** @param bytes what a token adds to a text; none for those that are no text */
    public Constraints(int vocabulary, Set<Integer> endTokens, IntFunction<byte[]> bytes) {
        this.vocabulary = vocabulary;
        this.endTokens = endTokens;
        this.bytes = bytes;
    }

    /** Gives a constraint for each sequence. */
    public Supplier<TokenConstraint> of(AnswerFormat format, int mostStates) {
        Automaton automaton = known(format);
        if (automaton == null) {
            automaton = new Automaton(grammar(format, new GrammarBuilder(mostStates)), trie());
            if (!automaton.isPossible()) {
                throw new FailureException(
                        FailureCode.BAD_REQUEST,
                        "No answer has the form that is asked for: it asks for what contradicts itself or never ends, or for "
                                + "characters that no token of the model has");
            }
            keep(format, automaton);
        }
        Automaton compiled = automaton;
        return () -> new GrammarConstraint(compiled, endTokens);
    }

    private synchronized @Nullable Automaton known(AnswerFormat format) {
        return automata.get(new Key(format, format.toString()));
    }

    private synchronized void keep(AnswerFormat format, Automaton automaton) {
        automata.put(new Key(format, format.toString()), automaton);
        if (automata.size() > KEPT) {
            automata.remove(automata.keySet().iterator().next());
        }
    }

    private synchronized TokenTrie trie() {
        TokenTrie made = trie;
        if (made == null) {
            made = new TokenTrie(vocabulary, id -> endTokens.contains(id) ? new byte[0] : bytes.apply(id));
            trie = made;
        }
        return made;
    }

    private static Grammar grammar(AnswerFormat format, GrammarBuilder builder) {
        return switch (format) {
            case OneOf(var texts) -> {
                if (texts.isEmpty() || texts.contains("")) {
                    throw new FailureException(
                            FailureCode.BAD_REQUEST, "The choices must be at least one text, and none may be empty");
                }
                Rule root = builder.rule();
                texts.forEach(text -> builder.literal(root.start(), text, root.end()));
                yield builder.build(root);
            }
            case JsonOf(JsonNode schema) -> new JsonSchemaGrammar(schema, builder).grammar();
            case JsonObject() -> builder.build(new JsonRules(builder).object());
        };
    }
}
