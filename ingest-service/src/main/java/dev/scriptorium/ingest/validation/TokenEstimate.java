package dev.scriptorium.ingest.validation;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/**
 * How many tokens a text has, within a factor of about two: a quarter of its characters, but as many as it has characters of scripts
 * that are written without spaces or in syllables. Each model counts differently.
 */
final class TokenEstimate {

    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final Set<UnicodeScript> DENSE = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private long dense;
    private long others;

    void add(String text) {
        text.codePoints().forEach(character -> {
            if (DENSE.contains(UnicodeScript.of(character))) {
                dense++;
            } else {
                others++;
            }
        });
    }

    long characters() {
        return dense + others;
    }

    long tokens() {
        return dense + Math.ceilDiv(others, CHARACTERS_PER_TOKEN);
    }
}
