package dev.scriptorium.summarizer.candidate;

import java.util.regex.Pattern;

/**
 * What can be seen of a sentence without understanding it.
 *
 * @param words runs of letters; in scripts without spaces two characters are taken for one
 * @param capitalized words that begin with a capital letter
 * @param letters and digits share the characters that are not white space with marks
 */
public record SentenceShape(
        int words, int capitalized, int letters, int digits, int marks, boolean ended, boolean boilerplate) {

    private static final int WORDS_OF_A_SENTENCE = 4;
    private static final int WORDS_WITHOUT_AN_END = 8;
    private static final Pattern BOILERPLATE = Pattern.compile(
            "(?iu)©|\\ball rights reserved\\b|\\bcookies?\\b|\\bclick here\\b|\\bsubscribe\\b|\\bprivacy policy\\b|\\bterms of (use|service)\\b"
                    + "|\\balle rechte vorbehalten\\b|\\bdatenschutz(erklärung)?\\b|\\bimpressum\\b|\\bklicken sie hier\\b|\\bnewsletter\\b"
                    + "|\\btous droits réservés\\b|\\bcliquez ici\\b|\\bmentions légales\\b|\\btodos los derechos reservados\\b|\\bhaga clic\\b");
    private static final int BOILERPLATE_IS_WITHIN = 300;

    public static SentenceShape of(String text) {
        int words = 0;
        int capitalized = 0;
        int unspaced = 0;
        int letters = 0;
        int digits = 0;
        int marks = 0;
        boolean inWord = false;
        int last = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean letter = Character.isLetter(c);
            if (letter) {
                letters++;
                if (isUnspaced(c)) {
                    unspaced++;
                } else if (!inWord) {
                    words++;
                    capitalized += Character.isUpperCase(c) ? 1 : 0;
                }
            } else if (Character.isDigit(c)) {
                digits++;
            } else if (!Character.isSpaceChar(c) && !Character.isWhitespace(c) && !isCombining(c)) {
                marks++;
            }
            inWord = letter && !isUnspaced(c) || inWord && (isCombining(c) || c == '\'' || c == '’' || c == '-');
            if (!isCloser(c)) {
                last = c;
            }
        }
        boolean boilerplate = text.length() <= BOILERPLATE_IS_WITHIN
                && BOILERPLATE.matcher(text).find();
        return new SentenceShape(
                words + (unspaced + 1) / 2, capitalized, letters, digits, marks, isEnd(last), boilerplate);
    }

    boolean isSentence() {
        return words >= (ended ? WORDS_OF_A_SENTENCE : WORDS_WITHOUT_AN_END)
                && letters >= 2 * (digits + marks)
                && (ended || !isListOfNames());
    }

    /** Labels of a chart, menus and the like: at least three words of four begin with a capital letter. */
    private boolean isListOfNames() {
        return capitalized * 4 >= words * 3;
    }

    /** Of a script that puts no spaces between words. */
    public static boolean isUnspaced(int c) {
        if (c < 0x0E00) {
            return false;
        }
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    private static boolean isCombining(int c) {
        return Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isEnd(int c) {
        return ".!?…。！？؟।".indexOf(c) >= 0;
    }

    private static boolean isCloser(int c) {
        return "\"'”’“»«)]".indexOf(c) >= 0 || Character.isWhitespace(c);
    }
}
