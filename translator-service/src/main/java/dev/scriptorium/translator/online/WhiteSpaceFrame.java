package dev.scriptorium.translator.online;

import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.proto.translator.v1.TranslationFlag;

/**
 * A text without the white space around it, which a translation has as well.
 *
 * @param text neither begins nor ends with white space
 */
record WhiteSpaceFrame(String before, String text, String after) {

    static WhiteSpaceFrame of(String text) {
        int start = 0;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        int end = text.length();
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return new WhiteSpaceFrame(text.substring(0, start), text.substring(start, end), text.substring(end));
    }

    /** The translation with the white space in its first and last segment. */
    Translation around(Translation translation) {
        if (translation.getSegmentsCount() == 0) {
            return translation;
        }
        var framed = translation.toBuilder();
        TranslatedSegment.Builder first = framed.getSegmentsBuilder(0);
        first.setSource(before + first.getSource()).setTarget(before + first.getTarget());
        TranslatedSegment.Builder last = framed.getSegmentsBuilder(framed.getSegmentsCount() - 1);
        last.setSeparator(last.getSeparator() + after);
        return framed.build();
    }

    /** What comes of a text of white space alone. */
    Translation alone(String language) {
        return Translation.newBuilder()
                .setTargetLanguage(language)
                .addPath(language)
                .addSegments(TranslatedSegment.newBuilder()
                        .setSegmentId("0.0")
                        .setSource(before)
                        .setTarget(before)
                        .addFlags(TranslationFlag.TRANSLATION_FLAG_COPIED))
                .build();
    }

    private static boolean isSpace(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }
}
