package dev.scriptorium.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A text and the codes in it.
 *
 * @param codes in the order of their offsets
 */
record CodedText(String text, List<InlineCode> codes) {

    CodedText {
        codes = List.copyOf(codes);
    }

    static CodedText of(String text) {
        return new CodedText(text, List.of());
    }

    /** Whether there is anything that a person could translate. */
    boolean hasLetters() {
        int from = 0;
        for (InlineCode code : codes) {
            if (code.offset() > from && hasLetters(from, code.offset())) {
                return true;
            }
            from = Math.max(from, code.offset() + code.shown().length());
        }
        return from < text.length() && hasLetters(from, text.length());
    }

    private boolean hasLetters(int from, int to) {
        return text.substring(from, to).codePoints().anyMatch(Character::isLetter);
    }

    /** Joins texts, in their order. */
    static final class Builder {

        private final StringBuilder text = new StringBuilder();
        private final List<InlineCode> codes = new ArrayList<>();

        Builder text(CharSequence more) {
            text.append(more);
            return this;
        }

        /** Adds a space unless there is one already or nothing in front of it. */
        Builder space() {
            if (!text.isEmpty() && !PlainText.isSpace(text.charAt(text.length() - 1))) {
                text.append(' ');
            }
            return this;
        }

        Builder code(InlineCode code) {
            codes.add(code.at(text.length()));
            return this;
        }

        Builder add(CodedText other) {
            int start = text.length();
            other.codes().forEach(code -> codes.add(code.at(start + code.offset())));
            text.append(other.text());
            return this;
        }

        CodedText build() {
            codes.sort(Comparator.comparingInt(InlineCode::offset));
            return new CodedText(text.toString(), codes);
        }
    }
}
