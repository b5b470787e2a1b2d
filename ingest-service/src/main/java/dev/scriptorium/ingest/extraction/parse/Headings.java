package dev.scriptorium.ingest.extraction.parse;

/** Headings in formats that do not say what one is. */
final class Headings {

    private static final int LONGEST = 100;

    private Headings() {}

    /** One short line without the end of a sentence. */
    static boolean looksLikeOne(String paragraph) {
        String text = paragraph.strip();
        return !text.isEmpty()
                && text.length() <= LONGEST
                && text.indexOf('\n') < 0
                && ".!?:;,".indexOf(text.charAt(text.length() - 1)) < 0
                && !Character.isLowerCase(text.codePointAt(0))
                && text.codePoints().anyMatch(Character::isLetter);
    }
}
