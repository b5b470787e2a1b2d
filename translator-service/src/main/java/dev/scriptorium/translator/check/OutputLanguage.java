package dev.scriptorium.translator.check;

import static java.lang.Character.UnicodeScript.ARABIC;
import static java.lang.Character.UnicodeScript.CYRILLIC;
import static java.lang.Character.UnicodeScript.DEVANAGARI;
import static java.lang.Character.UnicodeScript.GREEK;
import static java.lang.Character.UnicodeScript.HAN;
import static java.lang.Character.UnicodeScript.HANGUL;
import static java.lang.Character.UnicodeScript.HEBREW;
import static java.lang.Character.UnicodeScript.HIRAGANA;
import static java.lang.Character.UnicodeScript.KATAKANA;
import static java.lang.Character.UnicodeScript.LATIN;
import static java.lang.Character.UnicodeScript.THAI;

import dev.scriptorium.translator.text.SourceText;
import dev.scriptorium.translator.text.Words;
import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether a translation is plainly not in the target language: the source itself, another script, or the source language's
 * little words and none of the target's. It finds what a model left untranslated; it does not tell close languages apart.
 */
final class OutputLanguage implements Predicate<Attempt> {

    private static final Map<String, Set<UnicodeScript>> SCRIPTS = Map.ofEntries(
            Map.entry("ar", Set.of(ARABIC)),
            Map.entry("fa", Set.of(ARABIC)),
            Map.entry("bg", Set.of(CYRILLIC)),
            Map.entry("el", Set.of(GREEK)),
            Map.entry("he", Set.of(HEBREW)),
            Map.entry("hi", Set.of(DEVANAGARI)),
            Map.entry("ja", Set.of(HAN, HIRAGANA, KATAKANA)),
            Map.entry("ko", Set.of(HANGUL, HAN)),
            Map.entry("ru", Set.of(CYRILLIC)),
            Map.entry("th", Set.of(THAI)),
            Map.entry("uk", Set.of(CYRILLIC)),
            Map.entry("zh", Set.of(HAN)));

    /** Frequent words that hardly occur in any other of these languages. */
    private static final Map<String, Set<String>> LITTLE_WORDS = Map.of(
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

    private static final int FEW_WORDS = 4;
    private static final int FEW_LETTERS = 8;
    private static final int ENOUGH_LITTLE_WORDS = 3;

    @Override
    public boolean test(Attempt attempt) {
        String source = attempt.source().outside(SourceText::copied);
        List<String> sourceWords = Words.of(source);
        if (sourceWords.size() < FEW_WORDS) {
            return false;
        }
        List<String> targetWords = Words.of(attempt.target());
        return Words.of(attempt.source().core()).equals(targetWords)
                || inAnotherScript(attempt.targetOutsideSpans(), attempt.targetLanguage())
                || inTheSourceLanguage(targetWords, attempt);
    }

    private static boolean inAnotherScript(String target, String language) {
        Set<UnicodeScript> expected =
                SCRIPTS.getOrDefault(language, LITTLE_WORDS.containsKey(language) ? Set.of(LATIN) : Set.of());
        if (expected.isEmpty()) {
            return false;
        }
        long letters = target.codePoints().filter(Character::isLetter).count();
        long fitting = target.codePoints()
                .filter(Character::isLetter)
                .filter(letter -> expected.contains(UnicodeScript.of(letter)))
                .count();
        return letters >= FEW_LETTERS && fitting * 3 < letters;
    }

    private static boolean inTheSourceLanguage(List<String> words, Attempt attempt) {
        Set<String> ofSource = LITTLE_WORDS.get(attempt.sourceLanguage());
        Set<String> ofTarget = LITTLE_WORDS.get(attempt.targetLanguage());
        if (ofSource == null || ofTarget == null) {
            return false;
        }
        long source = words.stream().filter(ofSource::contains).count();
        long target = words.stream().filter(ofTarget::contains).count();
        return source >= ENOUGH_LITTLE_WORDS && source > 2 * target;
    }
}
