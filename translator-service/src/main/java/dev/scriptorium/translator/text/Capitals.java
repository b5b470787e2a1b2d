package dev.scriptorium.translator.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts in capitals alone, which models that learnt from sentences do not know. */
public final class Capitals {

    private static final Pattern SENTENCE_START = Pattern.compile("(?:\\A|[.!?:]\\s)\\P{L}*+\\p{L}");

    private Capitals() {}

    /** The text in sentence case: a capital begins each sentence. */
    public static String lower(String text, String language) {
        Locale locale = Locale.forLanguageTag(language);
        Matcher start = SENTENCE_START.matcher(text.toLowerCase(locale));
        return start.replaceAll(
                letters -> Matcher.quoteReplacement(letters.group().toUpperCase(locale)));
    }

    public static String upper(String text, String language) {
        return text.toUpperCase(Locale.forLanguageTag(language));
    }
}
