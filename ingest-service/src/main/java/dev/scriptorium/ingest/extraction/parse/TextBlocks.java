package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.util.regex.Pattern;

/** Plain text: paragraphs end at empty lines, and lists are recognised by their marks. */
final class TextBlocks {

    /** A bullet, or a number that is followed by a point or bracket. */
    static final Pattern LIST_ITEM = Pattern.compile("\\s{0,12}+(?:[-*+•‣▪–·]|\\d{1,3}+[.)])\\s++(?=\\S)");

    private TextBlocks() {}

    /** A list item's text without its bullet or number. */
    static String withoutMark(String item) {
        return LIST_ITEM.matcher(item).lookingAt() ? LIST_ITEM.matcher(item).replaceFirst("") : item;
    }

    static void read(String text, PartWriter out) {
        StringBuilder paragraph = new StringBuilder();
        boolean list = false;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            String line = text.substring(at, end);
            at = end + 1;
            boolean item = LIST_ITEM.matcher(line).lookingAt();
            if (line.isBlank() || item) {
                flush(paragraph, list, out);
                list = false;
            }
            list |= item;
            paragraph.append(item ? withoutMark(line) : line).append('\n');
        }
        flush(paragraph, list, out);
    }

    private static void flush(StringBuilder paragraph, boolean list, PartWriter out) {
        out.add(
                list ? BlockKind.BLOCK_KIND_LIST_ITEM : BlockKind.BLOCK_KIND_PARAGRAPH,
                Place.getDefaultInstance(),
                paragraph);
        paragraph.setLength(0);
    }
}
