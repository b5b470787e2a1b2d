package dev.scriptorium.tokenizer.sentence;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the regular expressions that only list abbreviations, {@code \b([Dd]r|[Pp]rof)\.}, and writes out the texts
 * that they match, so that one look in a {@link ReversedTrie} replaces hundreds of expressions.
 *
 * <p>Knows literals, small character classes, groups, alternatives, {@code ?} and {@code \s}, which becomes a space.
 * An expression with anything else is left to the regular expression engine.
 */
final class AbbreviationPattern {

    private static final int MAX_TEXTS = 4_000;

    private final String regex;
    private int position;

    private AbbreviationPattern(String regex) {
        this.regex = regex;
    }

    /** The texts; {@code wordStart} tells whether a word must begin where the text begins. */
    record Texts(Set<String> texts, boolean wordStart) {}

    static Optional<Texts> read(String regex) {
        boolean wordStart = regex.startsWith("\\b");
        AbbreviationPattern pattern = new AbbreviationPattern(wordStart ? regex.substring(2) : regex);
        try {
            Set<String> texts = pattern.alternatives();
            boolean whole = pattern.position == pattern.regex.length() && !texts.contains("");
            return whole ? Optional.of(new Texts(texts, wordStart)) : Optional.empty();
        } catch (NotAList e) {
            return Optional.empty();
        }
    }

    private Set<String> alternatives() {
        Set<String> texts = new LinkedHashSet<>(sequence());
        while (peek() == '|') {
            position++;
            texts.addAll(sequence());
        }
        return texts;
    }

    private Set<String> sequence() {
        Set<String> texts = Set.of("");
        for (int c = peek(); c != -1 && c != '|' && c != ')'; c = peek()) {
            Set<String> tails = new LinkedHashSet<>(atom());
            if (peek() == '?') {
                position++;
                tails.add("");
            }
            if (texts.size() * tails.size() > MAX_TEXTS) {
                throw new NotAList();
            }
            Set<String> longer = new LinkedHashSet<>();
            for (String text : texts) {
                for (String tail : tails) {
                    longer.add(text + tail);
                }
            }
            texts = longer;
        }
        return texts;
    }

    private Set<String> atom() {
        char c = next();
        return switch (c) {
            case '(' -> {
                if (peek() == '?') {
                    throw new NotAList();
                }
                Set<String> inner = alternatives();
                if (next() != ')') {
                    throw new NotAList();
                }
                yield inner;
            }
            case '[' -> characterClass();
            case '\\' -> Set.of(escaped());
            case '.', '*', '+', '{', '}', '^', '$', '?', ']' -> throw new NotAList();
            default -> Set.of(String.valueOf(c));
        };
    }

    private Set<String> characterClass() {
        List<String> members = new ArrayList<>();
        for (char c = next(); c != ']'; c = next()) {
            if (c == '^' || c == '-' || c == '[' || c == '&') {
                throw new NotAList();
            }
            members.add(c == '\\' ? escaped() : String.valueOf(c));
        }
        return new LinkedHashSet<>(members);
    }

    private String escaped() {
        char c = next();
        if (c == 's' || c == 'h') {
            return " ";
        }
        if (Character.isLetterOrDigit(c)) {
            throw new NotAList();
        }
        return String.valueOf(c);
    }

    private int peek() {
        return position < regex.length() ? regex.charAt(position) : -1;
    }

    private char next() {
        if (position == regex.length()) {
            throw new NotAList();
        }
        return regex.charAt(position++);
    }

    private static final class NotAList extends RuntimeException {
        NotAList() {
            super(null, null, false, false);
        }
    }
}
