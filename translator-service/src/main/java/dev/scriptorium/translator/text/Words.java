package dev.scriptorium.translator.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a text, in lower case. In a script without spaces each character counts as a word. */
public final class Words {

    private static final String UNSPACED = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}";
    private static final String LETTER = "[\\p{L}\\p{M}&&[^" + UNSPACED + "]]";
    private static final Pattern WORD = Pattern.compile("[" + UNSPACED + "]|" + LETTER + "+(?:['’]" + LETTER + "+)*+");

    private Words() {}

    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words.add(word.group().toLowerCase(Locale.ROOT));
        }
        return words;
    }
}
