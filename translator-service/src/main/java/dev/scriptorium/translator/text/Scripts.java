package dev.scriptorium.translator.text;

import static java.lang.Character.UnicodeScript.ARABIC;
import static java.lang.Character.UnicodeScript.COMMON;
import static java.lang.Character.UnicodeScript.CYRILLIC;
import static java.lang.Character.UnicodeScript.DEVANAGARI;
import static java.lang.Character.UnicodeScript.GREEK;
import static java.lang.Character.UnicodeScript.HAN;
import static java.lang.Character.UnicodeScript.HANGUL;
import static java.lang.Character.UnicodeScript.HEBREW;
import static java.lang.Character.UnicodeScript.HIRAGANA;
import static java.lang.Character.UnicodeScript.INHERITED;
import static java.lang.Character.UnicodeScript.KATAKANA;
import static java.lang.Character.UnicodeScript.LATIN;
import static java.lang.Character.UnicodeScript.THAI;

import java.lang.Character.UnicodeScript;
import java.util.Map;
import java.util.Set;

/** The scripts in which languages are written, and the letters that translators between them know. */
public final class Scripts {

    private static final Map<String, Set<UnicodeScript>> OTHER_THAN_LATIN = Map.ofEntries(
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

    /** Languages whose letters are those below. */
    private static final Set<String> WESTERN = Set.of("en", "de", "fr", "es");

    private static final String WESTERN_LETTERS = "àáâäçèéêëíîïñóôöùúûüœßÿªº";

    private Scripts() {}

    /** The scripts of a language; empty where this class does not know the language. */
    public static Set<UnicodeScript> of(String language) {
        return OTHER_THAN_LATIN.getOrDefault(
                language, WESTERN.contains(language) || LittleWords.knows(language) ? Set.of(LATIN) : Set.of());
    }

    /** Whether a letter is of no script of these languages. False where a language is not known. */
    static boolean isOfAnotherScript(int letter, String source, String target) {
        UnicodeScript script = UnicodeScript.of(letter);
        Set<UnicodeScript> ofSource = of(source);
        return !ofSource.isEmpty()
                && script != COMMON
                && script != INHERITED
                && script != LATIN
                && !ofSource.contains(script)
                && !of(target).contains(script);
    }

    /** Whether a Latin letter is none that languages of western Europe write, as ø and ł. */
    static boolean isForeignLatin(int letter, String source, String target) {
        return letter > 0x7F
                && WESTERN.contains(source)
                && WESTERN.contains(target)
                && UnicodeScript.of(letter) == LATIN
                && WESTERN_LETTERS.indexOf(Character.toLowerCase(letter)) < 0;
    }

    /** The share of letters that are of a script of the language; 1 where there is no letter or the language is not known. */
    public static double share(String text, String language) {
        Set<UnicodeScript> expected = of(language);
        long letters = text.codePoints().filter(Character::isLetter).count();
        if (expected.isEmpty() || letters == 0) {
            return 1;
        }
        long fitting = text.codePoints()
                .filter(Character::isLetter)
                .filter(letter -> expected.contains(UnicodeScript.of(letter)))
                .count();
        return (double) fitting / letters;
    }
}
