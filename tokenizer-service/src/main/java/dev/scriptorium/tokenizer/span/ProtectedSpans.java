package dev.scriptorium.tokenizer.span;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.proto.document.v1.ProtectedSpan.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The stretches of a text that no model may change: placeholders and tags, markup, names and stretches of code, URLs, e-mail
 * addresses and numbers. In order, without overlap.
 *
 * <p>One pass from left to right; every look around is bounded, so the time is linear in the text.
 */
public final class ProtectedSpans {

    private static final int MAX_PLACEHOLDER = 64;
    private static final int MAX_TAG = 512;
    private static final int MAX_CODE = 256;
    private static final int MAX_URL = 2_048;
    private static final int MAX_MAILBOX = 64;
    private static final int MAX_NUMBER = 64;
    private static final List<String> URL_STARTS = List.of("https://", "http://", "ftp://", "mailto:", "www.");

    private final String text;
    private final List<ProtectedSpan> spans = new ArrayList<>();
    private int lastEnd;

    private ProtectedSpans(String text) {
        this.text = text;
    }

    public static List<ProtectedSpan> find(String text) {
        ProtectedSpans found = new ProtectedSpans(text);
        found.scan();
        return found.spans;
    }

    private void scan() {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int after = syntaxEnd(i);
            if (after > i) {
                i = after;
                continue;
            }
            int end = -1;
            Kind kind = Kind.KIND_PLACEHOLDER;
            int start = i;
            switch (c) {
                case '{' -> end = braces(i);
                case '%' -> end = namedConversion(i);
                case '<' -> end = tag(i);
                case '`' -> {
                    kind = Kind.KIND_CODE;
                    end = code(i);
                    while (end < 0 && at(i + 1) == '`') {
                        i++;
                    }
                }
                case '@' -> {
                    kind = Kind.KIND_EMAIL;
                    start = mailboxStart(i);
                    end = start < i ? mailDomainEnd(i + 1) : -1;
                }
                case 'h', 'H', 'f', 'F', 'm', 'M', 'w', 'W' -> {
                    kind = Kind.KIND_URL;
                    end = url(i);
                }
                default -> {
                    if (c >= '0' && (c <= '9' || c > 0x7F && Character.isDigit(c))) {
                        int numberEnd = numberEnd(i);
                        if (isWholeNumber(i, numberEnd)) {
                            kind = Kind.KIND_NUMBER;
                            end = numberEnd;
                        } else {
                            i = numberEnd;
                            continue;
                        }
                    }
                }
            }
            if (end > start) {
                add(kind, start, end);
                i = end;
            } else {
                i++;
            }
        }
    }

    /** Adds what begins at this place by one of the forms; returns its end, or -1 where there is none. */
    private int syntaxEnd(int start) {
        if (text.charAt(start) == '{') {
            List<MessageFormat.Stretch> message = MessageFormat.syntaxAt(text, start);
            if (!message.isEmpty()) {
                message.forEach(stretch -> add(Kind.KIND_PLACEHOLDER, stretch.start(), stretch.end()));
                return message.getLast().end();
            }
        }
        for (SyntaxForm form : SyntaxForm.ALL) {
            int end = form.end(text, start);
            if (end > start) {
                add(form.kind(), start, end);
                return end;
            }
        }
        return -1;
    }

    private void add(Kind kind, int start, int end) {
        while (!spans.isEmpty() && spans.getLast().getEnd() > start) {
            spans.removeLast();
        }
        spans.add(ProtectedSpan.newBuilder()
                .setKind(kind)
                .setStart(start)
                .setEnd(end)
                .build());
        lastEnd = end;
    }

    /** {0}, {name}, {0,number,#.##}; without a space. */
    private int braces(int open) {
        int limit = Math.min(text.length(), open + MAX_PLACEHOLDER);
        for (int i = open + 1; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '}') {
                return i > open + 1 ? i + 1 : -1;
            }
            if (c == '{' || c == '\n' || c == ' ') {
                return -1;
            }
        }
        return -1;
    }

    /** %(name)s, as Python writes it. */
    private int namedConversion(int percent) {
        if (at(percent + 1) != '(') {
            return -1;
        }
        int close = percent + 2;
        while (close - percent < MAX_PLACEHOLDER && isIdentifier(at(close))) {
            close++;
        }
        boolean closed = at(close) == ')' && "sdifr".indexOf(at(close + 1)) >= 0;
        return closed && !Character.isLetterOrDigit(at(close + 2)) ? close + 2 : -1;
    }

    /** Tags of HTML and XML, {@code <b>}, {@code </b>}, {@code <br/>}; also what models write their own marks like. */
    private int tag(int open) {
        int i = at(open + 1) == '/' ? open + 2 : open + 1;
        if (!isAsciiLetter(at(i))) {
            return -1;
        }
        int limit = Math.min(text.length(), open + MAX_TAG);
        for (; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '>') {
                return i + 1;
            }
            if (c == '<') {
                return -1;
            }
        }
        return -1;
    }

    private int code(int open) {
        int limit = Math.min(text.length(), open + MAX_CODE);
        for (int i = open + 1; i < limit; i++) {
            char c = text.charAt(i);
            if (c == '`') {
                return i > open + 1 ? i + 1 : -1;
            }
            if (c == '\n') {
                return -1;
            }
        }
        return -1;
    }

    private int url(int start) {
        if (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
            return -1;
        }
        for (String begin : URL_STARTS) {
            if (text.regionMatches(true, start, begin, 0, begin.length())) {
                int from = start + begin.length();
                int end = from;
                int limit = Math.min(text.length(), start + MAX_URL);
                while (end < limit && isUrlCharacter(text.charAt(end))) {
                    end++;
                }
                end = withoutPunctuation(from, end);
                return end > from ? end : -1;
            }
        }
        return -1;
    }

    /** What ends the sentence around a URL is not part of it: "(see https://example.org/a)." */
    private int withoutPunctuation(int from, int end) {
        int depth = 0;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        while (end > from) {
            char c = text.charAt(end - 1);
            if (c == ')' && depth < 0) {
                depth++;
            } else if (".,;:!?'*_".indexOf(c) < 0) {
                break;
            }
            end--;
        }
        return end;
    }

    private static boolean isUrlCharacter(char c) {
        return c > ' '
                && "<>\"{}|\\^`«»„“”。、，".indexOf(c) < 0
                && !Character.isSpaceChar(c)
                && !Character.isISOControl(c);
    }

    private int mailboxStart(int at) {
        int start = at;
        int limit = Math.max(lastEndBefore(at), at - MAX_MAILBOX);
        while (start > limit && isMailbox(text.charAt(start - 1))) {
            start--;
        }
        while (start < at && !Character.isLetterOrDigit(text.charAt(start))) {
            start++;
        }
        return start;
    }

    /** A number may be the beginning of a mailbox; other spans are not. */
    private int lastEndBefore(int at) {
        if (!spans.isEmpty() && spans.getLast().getKind() == Kind.KIND_NUMBER) {
            return Math.max(0, at - MAX_MAILBOX);
        }
        return lastEnd;
    }

    private int mailDomainEnd(int start) {
        int end = start;
        int dots = 0;
        int limit = Math.min(text.length(), start + 255);
        while (end < limit && (Character.isLetterOrDigit(text.charAt(end)) || isDomainMark(end))) {
            dots += text.charAt(end) == '.' ? 1 : 0;
            end++;
        }
        return dots > 0 ? end : -1;
    }

    private boolean isDomainMark(int i) {
        char c = text.charAt(i);
        return (c == '.' || c == '-') && Character.isLetterOrDigit(at(i + 1));
    }

    /** Digits with the marks between them: 12.5; 1'000,50; 2024-05-01; 12:30; 01/02/2024. */
    private int numberEnd(int start) {
        int end = start;
        int limit = Math.min(text.length(), start + MAX_NUMBER);
        while (end < limit) {
            char c = text.charAt(end);
            boolean digit = Character.isDigit(c);
            boolean mark = ".,:/'’-\u00A0\u202F".indexOf(c) >= 0 && Character.isDigit(at(end + 1));
            if (!digit && !mark) {
                break;
            }
            end++;
        }
        return end;
    }

    /** Not part of a name: "B2B", "utf8", "3rd". */
    private boolean isWholeNumber(int start, int end) {
        boolean afterLetter =
                start > 0 && (Character.isLetter(text.charAt(start - 1)) || text.charAt(start - 1) == '_');
        return !afterLetter && !Character.isLetter(at(end)) && at(end) != '_';
    }

    private char at(int i) {
        return i < text.length() ? text.charAt(i) : '\0';
    }

    private static boolean isMailbox(char c) {
        return Character.isLetterOrDigit(c) || "._%+-".indexOf(c) >= 0;
    }

    private static boolean isIdentifier(char c) {
        return isAsciiLetter(c) || isAsciiDigit(c) || c == '_';
    }

    private static boolean isAsciiLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isAsciiDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
