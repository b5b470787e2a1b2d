package dev.scriptorium.translator;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.proto.document.v1.Segment;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Segments as the tokenizer makes them. */
public final class Texts {

    private static final Pattern SPAN = Pattern.compile(
            "(?<url>https?://\\S+\\w)|(?<mail>[\\w.]{1,64}@[\\w.]+\\w)|(?<hole>\\{\\w*\\}|%\\w)|(?<number>\\d[\\d.,:]*\\d|\\d)");

    private Texts() {}

    public static Segment.Builder segment(int index, String language, String text) {
        var segment = Segment.newBuilder()
                .setIndex(index)
                .setBlockKind(BlockKind.BLOCK_KIND_PARAGRAPH)
                .setText(text)
                .setSeparator(" ")
                .setLanguage(language);
        Matcher span = SPAN.matcher(text);
        while (span.find()) {
            segment.addProtectedSpans(ProtectedSpan.newBuilder()
                    .setKind(
                            span.group("url") != null
                                    ? ProtectedSpan.Kind.KIND_URL
                                    : span.group("mail") != null
                                            ? ProtectedSpan.Kind.KIND_EMAIL
                                            : span.group("hole") != null
                                                    ? ProtectedSpan.Kind.KIND_PLACEHOLDER
                                                    : ProtectedSpan.Kind.KIND_NUMBER)
                    .setStart(span.start())
                    .setEnd(span.end()));
        }
        return segment;
    }

    /** All in one language. */
    public static List<Segment> segments(String language, String... texts) {
        return IntStream.range(0, texts.length)
                .mapToObj(i -> segment(i, language, texts[i]).build())
                .toList();
    }
}
