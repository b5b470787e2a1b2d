package dev.scriptorium.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one code of markup and the text in it that is not to be translated. Code in a sentence is shown between backticks, a
 * form that no model changes; the number of a note is not shown at all.
 */
final class OpaqueCodes {

    private static final Pattern CODE = Pattern.compile(
            "<(?:code|kbd|samp|var|tt)\\b|<[a-z]+\\b[^>]*\\btranslate=[\"']?no\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern NUMBER = Pattern.compile("[\\[(]?[\\d*†‡§,\\s–-]{1,8}[\\])]?");
    private static final Pattern MARKDOWN_CODE = Pattern.compile("(`+)[^`]+\\1", Pattern.DOTALL);

    /** A sentence would end in it. */
    private static final Pattern SEVERAL_SENTENCES = Pattern.compile("[.!?;:…。！？]\\s");

    private final CodedText text;
    private final FileFormat format;
    private final CodedText.Builder out = new CodedText.Builder();

    private OpaqueCodes(CodedText text, FileFormat format) {
        this.text = text;
        this.format = format;
    }

    static CodedText fold(CodedText text, FileFormat format) {
        if (text.codes().isEmpty() || format != FileFormat.HTML && format != FileFormat.MARKDOWN) {
            return text;
        }
        return new OpaqueCodes(format == FileFormat.MARKDOWN ? paired(text) : text, format).folded();
    }

    private CodedText folded() {
        List<InlineCode> codes = text.codes();
        int position = 0;
        int i = 0;
        while (i < codes.size()) {
            InlineCode code = codes.get(i);
            out.text(text.text().substring(position, code.offset()));
            position = code.offset();
            int last = lastOfLink(i);
            int closing = closing(i);
            if (last > i) {
                InlineCode end = codes.get(last);
                out.code(new InlineCode(
                        0, InlineCode.Kind.CLOSING, end.pair(), end.data(), false, -1, "", content(i, last, position)));
                i = last + 1;
                continue;
            }
            Optional<String> shown = closing > i ? shown(code, inner(i, closing)) : shown(code);
            if (shown.isPresent()) {
                int end = Math.max(i, closing);
                int to = codes.get(end).offset();
                out.code(new InlineCode(
                                0, InlineCode.Kind.ALONE, 0, code.data(), false, -1, shown.get(), content(i, end, to)))
                        .text(shown.get());
                position = to;
                i = end + 1;
            } else {
                out.code(code);
                i++;
            }
        }
        return out.text(text.text().substring(position)).build();
    }

    /** The index of the code that closes it; -1 where it opens nothing. */
    private int closing(int index) {
        InlineCode opening = text.codes().get(index);
        if (opening.kind() != InlineCode.Kind.OPENING) {
            return -1;
        }
        for (int i = index + 1; i < text.codes().size(); i++) {
            InlineCode code = text.codes().get(i);
            if (code.kind() == InlineCode.Kind.CLOSING && code.pair() == opening.pair()) {
                return i;
            }
        }
        return -1;
    }

    private String inner(int first, int last) {
        return text.text()
                .substring(
                        text.codes().get(first).offset(), text.codes().get(last).offset());
    }

    /** What stands for a pair of codes and the text in it; empty where it is text like any other. */
    private Optional<String> shown(InlineCode opening, String inner) {
        if (CODE.matcher(opening.data()).find()) {
            return Optional.of(SEVERAL_SENTENCES.matcher(inner).find() || inner.isBlank() ? "" : backticks(inner));
        }
        boolean note = opening.data().startsWith("<sup")
                ? NUMBER.matcher(inner).matches()
                : opening.data().equals("[") && inner.startsWith("^") && format == FileFormat.MARKDOWN;
        return note ? Optional.of("") : Optional.empty();
    }

    private Optional<String> shown(InlineCode alone) {
        Matcher code = MARKDOWN_CODE.matcher(alone.data());
        if (format != FileFormat.MARKDOWN || !code.matches()) {
            return Optional.empty();
        }
        String inner = alone.data().replace("`", "");
        return Optional.of(SEVERAL_SENTENCES.matcher(inner).find() || inner.isBlank() ? "" : backticks(inner));
    }

    private static String backticks(String inner) {
        return "`" + PlainText.of(inner).text() + "`";
    }

    /** The codes from one to another with the text between them. */
    private CodedText content(int first, int last, int end) {
        int start = text.codes().get(first).offset();
        List<InlineCode> codes = new ArrayList<>();
        for (InlineCode code : text.codes().subList(first, last + 1)) {
            codes.add(code.at(code.offset() - start));
        }
        return new CodedText(text.text().substring(start, end), codes);
    }

    /** The last of several codes that are the end of a link together; the index itself where it is none. */
    private int lastOfLink(int index) {
        List<InlineCode> codes = text.codes();
        int last = index;
        if (format == FileFormat.MARKDOWN && codes.get(index).data().startsWith("](")) {
            while (last + 1 < codes.size()
                    && codes.get(last).kind() == InlineCode.Kind.ALONE
                    && codes.get(last + 1).offset() == codes.get(index).offset()) {
                last++;
            }
        }
        return codes.get(last).kind() == InlineCode.Kind.CLOSING ? last : index;
    }

    /** The same marks twice in a row are a pair, as {@code ~~}. */
    private static CodedText paired(CodedText text) {
        List<InlineCode> codes = new ArrayList<>(text.codes());
        for (int i = 0; i + 1 < codes.size(); i++) {
            InlineCode first = codes.get(i);
            InlineCode next = codes.get(i + 1);
            if (first.kind() == InlineCode.Kind.ALONE
                    && next.kind() == InlineCode.Kind.ALONE
                    && first.data().equals("~~")
                    && next.data().equals("~~")) {
                int pair = -1 - i;
                codes.set(i, first.as(InlineCode.Kind.OPENING, pair));
                codes.set(i + 1, next.as(InlineCode.Kind.CLOSING, pair));
            }
        }
        return new CodedText(text.text(), codes);
    }
}
