package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Plain text: paragraphs end at empty lines and rules, lists are recognised by their marks, and a line above a rule of
 * {@code =} or {@code -} is a heading. Short lines such as those of an address stay apart.
 */
final class TextBlocks {

    private static final Pattern RULE = Pattern.compile("\\s*+(?:([-=_*~#+.])\\s{0,2}+)(?:\\1\\s{0,2}+){2,}+");
    private static final Pattern HEADING_RULE = Pattern.compile("\\s*+(?:={3,}+|-{3,}+|~{3,}+)\\s*+");
    private static final int LONGEST_HEADING = 120;

    private final PartWriter out;
    private final LineBreaks breaks;
    private final List<String> paragraph = new ArrayList<>();

    private TextBlocks(List<String> lines, PartWriter out) {
        this.out = out;
        this.breaks = new LineBreaks(lines);
    }

    static void read(String text, PartWriter out) {
        List<String> lines = lines(text);
        int[] marks = ListMarks.lengths(lines);
        TextBlocks blocks = new TextBlocks(lines, out);
        boolean item = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                blocks.flush(item);
                item = false;
            } else if (RULE.matcher(line).matches()) {
                blocks.rule(line, item);
                item = false;
            } else if (marks[i] > 0) {
                blocks.flush(item);
                item = true;
                blocks.paragraph.add(line.substring(marks[i]));
            } else {
                blocks.paragraph.add(line);
            }
        }
        blocks.flush(item);
    }

    /**
     * Cuts a paragraph of a format that knows paragraphs, but in which an author can set line breaks: at empty lines, at
     * bullets, and where short lines stand below each other.
     */
    static void readParagraph(String raw, BiConsumer<BlockKind, String> add) {
        if (raw.indexOf('\n') < 0) {
            int bullet = ListMarks.bulletLength(raw);
            add.accept(
                    bullet > 0 ? BlockKind.BLOCK_KIND_LIST_ITEM : BlockKind.BLOCK_KIND_PARAGRAPH,
                    raw.substring(bullet));
            return;
        }
        List<String> lines = raw.lines().toList();
        int[] marks = ListMarks.lengths(lines);
        LineBreaks breaks = new LineBreaks(lines);
        List<String> prose = new ArrayList<>();
        for (int i = 0; i < marks.length; i++) {
            String line = lines.get(i);
            if (marks[i] > 0 || line.isBlank()) {
                breaks.units(prose).forEach(unit -> add.accept(BlockKind.BLOCK_KIND_PARAGRAPH, unit));
                prose.clear();
            }
            if (marks[i] > 0) {
                add.accept(BlockKind.BLOCK_KIND_LIST_ITEM, line.substring(marks[i]));
            } else if (!line.isBlank()) {
                prose.add(line);
            }
        }
        breaks.units(prose).forEach(unit -> add.accept(BlockKind.BLOCK_KIND_PARAGRAPH, unit));
    }

    /** Lines end at LF, CR LF, CR or a form feed. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' || c == '\f') {
                lines.add(text.substring(start, i));
                start = i + 1;
                if (c == '\f') {
                    lines.add("");
                } else if (c == '\r' && start < text.length() && text.charAt(start) == '\n') {
                    start = ++i + 1;
                }
            }
        }
        lines.add(text.substring(start));
        return lines;
    }

    private void rule(String line, boolean item) {
        boolean heading = !item
                && paragraph.size() == 1
                && HEADING_RULE.matcher(line).matches()
                && paragraph.getFirst().strip().length() <= LONGEST_HEADING;
        if (heading) {
            add(BlockKind.BLOCK_KIND_HEADING, paragraph.getFirst());
            paragraph.clear();
        } else {
            flush(item);
        }
    }

    private void flush(boolean item) {
        if (item) {
            add(BlockKind.BLOCK_KIND_LIST_ITEM, String.join("\n", paragraph));
        } else {
            breaks.units(paragraph).forEach(unit -> add(BlockKind.BLOCK_KIND_PARAGRAPH, unit));
        }
        paragraph.clear();
    }

    private void add(BlockKind kind, String text) {
        out.add(kind, Place.getDefaultInstance(), text);
    }
}
