package dev.scriptorium.translator.text;

import dev.scriptorium.core.text.WordAlignment;
import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.translator.text.WordLinks.Aligned;
import java.util.ArrayList;
import java.util.List;

/**
 * A text cut at its protected spans: what has words between them is translated by itself, and all else, the punctuation at
 * the cuts too, goes around the models.
 *
 * @param frames what stands before each of the texts, and after the last one
 */
public record Pieces(List<String> texts, List<String> frames) {

    public Pieces {
        texts = List.copyOf(texts);
        frames = List.copyOf(frames);
    }

    /** Cut at the spans alone; their numbers are put into the form of the target language. */
    public static Pieces of(SourceText text, String from, String to) {
        return of(text, from, to, Integer.MAX_VALUE);
    }

    /** @param longest a text between spans that has more characters is cut at white space, too */
    public static Pieces of(SourceText text, String from, String to, int longest) {
        List<String> texts = new ArrayList<>();
        List<String> frames = new ArrayList<>();
        var frame = new StringBuilder();
        int start = 0;
        for (ProtectedSpan span : text.spans()) {
            cutShort(text.core().substring(start, span.getStart()), longest, texts, frames, frame);
            frame.append(text.inTranslation(span, from, to));
            start = span.getEnd();
        }
        cutShort(text.core().substring(start), longest, texts, frames, frame);
        frames.add(frame.toString());
        return new Pieces(texts, frames);
    }

    private static void cutShort(
            String between, int longest, List<String> texts, List<String> frames, StringBuilder frame) {
        int from = 0;
        while (between.length() - from > longest) {
            int space = between.lastIndexOf(' ', from + longest);
            int end = space > from ? space : from + longest;
            cut(between.substring(from, end), texts, frames, frame);
            from = end;
        }
        cut(between.substring(from), texts, frames, frame);
    }

    private static void cut(String between, List<String> texts, List<String> frames, StringBuilder frame) {
        if (between.codePoints().noneMatch(Character::isLetter)) {
            frame.append(between);
            return;
        }
        int start = 0;
        while (!Character.isLetterOrDigit(between.codePointAt(start))) {
            start += Character.charCount(between.codePointAt(start));
        }
        int end = between.length();
        while (!Character.isLetterOrDigit(between.codePointBefore(end)) && !isMark(between.codePointBefore(end))) {
            end -= Character.charCount(between.codePointBefore(end));
        }
        frames.add(frame.append(between, 0, start).toString());
        frame.setLength(0);
        texts.add(SourceText.oneLine(between.substring(start, end)));
        frame.append(between.substring(end));
    }

    /** A vowel sign or an accent of its own belongs to the letter before it. */
    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /**
     * The whole text beside the one with these translations in place of the texts.
     *
     * @param alignments of each translation with its text
     */
    public Aligned join(List<String> translated, List<WordAlignment> alignments) {
        List<Aligned> parts = new ArrayList<>();
        for (int i = 0; i < translated.size(); i++) {
            parts.add(Aligned.same(frames.get(i)));
            parts.add(new Aligned(texts.get(i), translated.get(i), alignments.get(i)));
        }
        parts.add(Aligned.same(frames.getLast()));
        return WordLinks.joined(parts);
    }
}
