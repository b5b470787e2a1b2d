package dev.scriptorium.tokenizer.sentence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds all listed texts that end at a position of another text, reading backwards from there. Any white space is a space to it. */
final class ReversedTrie<V> {

    private final Node<V> root = new Node<>();

    private static final class Node<V> {
        final Map<Character, Node<V>> before = new HashMap<>();
        final List<V> values = new ArrayList<>(1);
        final List<V> valuesAtWordStart = new ArrayList<>(1);
    }

    void add(String text, boolean wordStart, V value) {
        Node<V> node = root;
        for (int i = text.length() - 1; i >= 0; i--) {
            node = node.before.computeIfAbsent(text.charAt(i), c -> new Node<>());
        }
        (wordStart ? node.valuesAtWordStart : node.values).add(value);
    }

    void find(String text, int end, Consumer<V> found) {
        Node<V> node = root;
        for (int i = end - 1; i >= 0; i--) {
            char c = text.charAt(i);
            node = node.before.get(Whitespace.is(c) ? ' ' : c);
            if (node == null) {
                return;
            }
            node.values.forEach(found);
            if (!node.valuesAtWordStart.isEmpty() && isWordBoundary(text, i)) {
                node.valuesAtWordStart.forEach(found);
            }
        }
    }

    private static boolean isWordBoundary(String text, int position) {
        boolean before = position > 0 && isWord(text.charAt(position - 1));
        return before != isWord(text.charAt(position));
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
