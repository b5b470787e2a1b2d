package dev.scriptorium.memory.glossary;

import java.util.Locale;

/**
 * A term of a pair of languages. Compact: source and target without white space around them; the target of one that is kept
 * is its source.
 *
 * @param sourceLanguage code as models name it, such as "de"
 * @param caseSensitive whether capitals and small letters are told apart
 * @param note for people; may be empty
 * @param editor name of who imported it
 */
public record Term(
        String sourceLanguage,
        String targetLanguage,
        String source,
        String target,
        TermKind kind,
        boolean caseSensitive,
        String note,
        String editor) {

    public Term {
        source = source.strip();
        target = kind == TermKind.KEEP ? source : target.strip();
        if (source.isEmpty() || target.isEmpty()) {
            throw new IllegalArgumentException("source and target of a term must have text");
        }
    }

    /** Terms of one key exclude each other: there is one target or none, and each forbidden one once. */
    public String key() {
        String folded = caseSensitive ? source : source.toLowerCase(Locale.ROOT);
        return kind == TermKind.FORBIDDEN ? folded + "\t" + target.toLowerCase(Locale.ROOT) : folded;
    }
}
