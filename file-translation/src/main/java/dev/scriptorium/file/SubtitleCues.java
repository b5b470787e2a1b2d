package dev.scriptorium.file;

import dev.scriptorium.file.SpanFile.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.htmlparser.jericho.CharacterReference;

/** The texts of subtitles: the lines below a line of times. A cue is one text, whose lines may break elsewhere afterwards. */
final class SubtitleCues {

    private static final Pattern TIMES =
            Pattern.compile("(?m)^[\\d:.,]+[ \\t]+-->[ \\t]+[\\d:.,]+[^\\r\\n]*(?:\\r\\n|\\r|\\n)");
    private static final Pattern END = Pattern.compile("(?:[ \\t]*(?:\\r\\n|\\r|\\n)){2,}|\\s*\\z");
    private static final Pattern CODE = Pattern.compile("<(/?)([^<>\\s.]*)[^<>\\n]*>|\\{\\\\[^}\\n]*}");

    private final boolean escaped;

    private SubtitleCues(boolean escaped) {
        this.escaped = escaped;
    }

    static List<Span> of(String text, FileFormat format) {
        SubtitleCues cues = new SubtitleCues(format == FileFormat.VTT);
        List<Span> spans = new ArrayList<>();
        Matcher times = TIMES.matcher(text);
        Matcher end = END.matcher(text);
        int from = 0;
        while (times.find(from)) {
            int start = times.end();
            int stop = end.find(start) ? end.start() : text.length();
            from = Math.max(start, stop);
            if (stop > start) {
                CodedText content = cues.content(text.substring(start, stop));
                boolean dialogue =
                        content.text().startsWith("-") || content.text().contains("\n-");
                TextUnit unit = new TextUnit(TextKind.PARAGRAPH, content, content.hasLetters(), dialogue);
                spans.add(new Span(start, stop, unit, cues::encoded));
            }
        }
        return spans;
    }

    private CodedText content(String raw) {
        CodedText.Builder content = new CodedText.Builder();
        Deque<InlineCode> open = new ArrayDeque<>();
        Matcher code = CODE.matcher(raw);
        int position = 0;
        int index = 0;
        while (code.find()) {
            content.text(decoded(raw.substring(position, code.start())));
            position = code.end();
            content.code(code(code, index++, raw, open));
        }
        return content.text(decoded(raw.substring(position))).build();
    }

    private static InlineCode code(Matcher code, int index, String raw, Deque<InlineCode> open) {
        String name = code.group(2);
        boolean closing = "/".equals(code.group(1));
        if (closing && !open.isEmpty() && open.peek().data().startsWith("<" + name)) {
            return new InlineCode(0, InlineCode.Kind.CLOSING, open.pop().pair(), code.group(), false, index);
        }
        InlineCode.Kind kind = !closing && name != null && !name.isEmpty() && raw.indexOf("</" + name, code.end()) >= 0
                ? InlineCode.Kind.OPENING
                : InlineCode.Kind.ALONE;
        InlineCode found = new InlineCode(0, kind, index, code.group(), false, index);
        if (kind == InlineCode.Kind.OPENING) {
            open.push(found);
        }
        return found;
    }

    private String decoded(String text) {
        return escaped ? CharacterReference.decode(text) : text;
    }

    private String encoded(CodedText content) {
        StringBuilder out = new StringBuilder();
        int position = 0;
        for (InlineCode code : content.codes()) {
            out.append(escaped(content.text().substring(position, code.offset())))
                    .append(code.data());
            position = code.offset();
        }
        return out.append(escaped(content.text().substring(position))).toString();
    }

    private String escaped(String text) {
        return escaped ? text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") : text;
    }
}
