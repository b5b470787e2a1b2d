package dev.scriptorium.translator.text;

import java.util.Locale;

/** Language codes as models name them. */
public final class Languages {

    private Languages() {}

    /** The language alone, in lower case: "de" for "de-AT" and "DE". */
    public static String primary(String tag) {
        String language = tag.strip();
        int end = 0;
        while (end < language.length() && Character.isLetter(language.charAt(end))) {
            end++;
        }
        return language.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
