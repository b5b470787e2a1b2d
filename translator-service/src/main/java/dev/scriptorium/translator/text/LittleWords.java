package dev.scriptorium.translator.text;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Frequent words of languages that hardly occur in any other of these languages. */
public final class LittleWords {

    private static final Map<String, Set<String>> BY_LANGUAGE = Map.of(
            "en",
            Set.of(
                    "the", "and", "of", "to", "is", "are", "with", "for", "that", "this", "it", "was", "have", "not",
                    "you", "by"),
            "de",
            Set.of(
                    "der", "die", "das", "und", "ist", "nicht", "mit", "ein", "eine", "für", "von", "auf", "sich",
                    "sie", "wird", "zu"),
            "fr",
            Set.of(
                    "le", "les", "des", "et", "est", "dans", "pour", "une", "du", "qui", "pas", "sur", "au", "avec",
                    "nous", "vous"),
            "es",
            Set.of(
                    "el", "los", "las", "y", "del", "es", "para", "una", "por", "con", "no", "se", "su", "está", "más",
                    "pero"),
            "it",
            Set.of(
                    "il", "gli", "e", "di", "che", "per", "una", "della", "non", "con", "sono", "è", "del", "nel",
                    "più", "anche"),
            "nl",
            Set.of(
                    "het", "een", "van", "en", "niet", "zijn", "voor", "met", "dat", "ook", "aan", "wordt", "naar",
                    "bij", "maar", "of"),
            "pt",
            Set.of(
                    "o", "os", "as", "e", "do", "da", "não", "para", "uma", "com", "em", "é", "que", "são", "mais",
                    "pelo"),
            "pl",
            Set.of(
                    "i", "w", "nie", "na", "się", "z", "jest", "do", "że", "to", "jak", "są", "oraz", "dla", "przez",
                    "po"));

    /** The four whose lists tell them apart even in a short sentence. */
    private static final List<String> SURE = List.of("en", "de", "fr", "es");

    private static final int ENOUGH = 2;

    private LittleWords() {}

    static boolean knows(String language) {
        return BY_LANGUAGE.containsKey(language);
    }

    /** How many of the words are little words of the language; empty where this class does not know the language. */
    public static Optional<Long> count(List<String> words, String language) {
        return Optional.ofNullable(BY_LANGUAGE.get(language))
                .map(little -> words.stream().filter(little::contains).count());
    }

    /** Another language of which a text has little words while it has none of the given one. */
    public static Optional<String> otherThan(String language, List<String> words) {
        if (!SURE.contains(language) || count(words, language).orElse(1L) > 0) {
            return Optional.empty();
        }
        return SURE.stream()
                .filter(other -> count(words, other).orElse(0L) >= ENOUGH)
                .max(Comparator.comparing(other -> count(words, other).orElse(0L)));
    }
}
