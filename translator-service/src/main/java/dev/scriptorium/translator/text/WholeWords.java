package dev.scriptorium.translator.text;

/** Where words begin and end, as far as scripts show it: between two Chinese characters a word may begin anywhere. */
public final class WholeWords {

    private WholeWords() {}

    /** Whether no word of letters and digits goes on across the index. */
    public static boolean isBoundary(String text, int index) {
        return index == 0
                || index >= text.length()
                || !isOfAWord(text.codePointBefore(index))
                || !isOfAWord(text.codePointAt(index));
    }

    /** Whether words stand in a text, whole ones, in whatever case. */
    public static boolean contains(String text, String words) {
        for (int at = 0; at + words.length() <= text.length(); at++) {
            if (text.regionMatches(true, at, words, 0, words.length())
                    && isBoundary(text, at)
                    && isBoundary(text, at + words.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfAWord(int character) {
        return Character.isLetterOrDigit(character)
                && switch (Character.UnicodeScript.of(character)) {
                    case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> false;
                    default -> true;
                };
    }
}
