package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Markdown's blocks after the CommonMark specification, sections 4 and 5, and GitHub's tables: headings, paragraphs,
 * list items, quotes, fenced and indented code. What stands within a line stays as it is written, because a translation
 * has to give it back.
 */
final class MarkdownBlocks {

    // All possessive: no line can make them try twice.
    private static final Pattern FENCE = Pattern.compile(" {0,3}+(`{3,}+|~{3,}+).*+");
    private static final Pattern HEADING = Pattern.compile(" {0,3}+#{1,6}+(?=[ \\t]|$)");
    private static final Pattern HEADING_END = Pattern.compile("(?<=[ \\t]|^)#++$");
    private static final Pattern UNDERLINE = Pattern.compile(" {0,3}+(?:=++|-++)[ \\t]*+");
    private static final Pattern RULE =
            Pattern.compile(" {0,3}+(?:(?:\\*[ \\t]*+){3,}+|(?:-[ \\t]*+){3,}+|(?:_[ \\t]*+){3,}+)");
    private static final Pattern LIST_ITEM =
            Pattern.compile("\\s{0,12}+(?:[-*+]|\\d{1,9}+[.)])(?:[ \\t]++(?:\\[[ xX]][ \\t]++)?+|$)");
    private static final Pattern QUOTE = Pattern.compile("(?: {0,3}+> ?+)++");
    private static final Pattern TABLE_RULE =
            Pattern.compile("[ \\t]*+\\|?+[ \\t]*+:?+-++:?+[ \\t]*+(?:\\|[ \\t]*+:?+-++:?+[ \\t]*+)*+\\|?+[ \\t]*+");

    private static final int LONGEST_LINE_WITH_MARKS = 2_000;

    private static final Pattern CELL_BORDER = Pattern.compile("(?<!\\\\)\\|");

    private final PartWriter out;
    private final StringBuilder text = new StringBuilder();
    private BlockKind kind = BlockKind.BLOCK_KIND_PARAGRAPH;
    private String fence = "";
    private int tables;
    private int row;

    private MarkdownBlocks(PartWriter out) {
        this.out = out;
    }

    static void read(String markdown, PartWriter out) {
        MarkdownBlocks blocks = new MarkdownBlocks(out);
        String[] lines = markdown.split("\\R", -1);
        for (int i = frontMatter(lines); i < lines.length; i++) {
            if (lines[i].length() > LONGEST_LINE_WITH_MARKS) {
                blocks.text.append(lines[i]).append('\n');
            } else {
                blocks.line(lines[i], i + 1 < lines.length ? lines[i + 1] : "");
            }
        }
        blocks.flush();
    }

    /** The lines of a leading YAML block, which is no text of the document. */
    private static int frontMatter(String[] lines) {
        if (!lines[0].equals("---")) {
            return 0;
        }
        for (int i = 1; i < Math.min(lines.length, 200); i++) {
            if (lines[i].equals("---") || lines[i].equals("...")) {
                return i + 1;
            }
        }
        return 0;
    }

    private void line(String line, String next) {
        if (!fence.isEmpty()) {
            fenced(line);
            return;
        }
        Matcher opening = FENCE.matcher(line);
        Matcher heading = HEADING.matcher(line);
        if (row > 0 && line.contains("|")) {
            tableRow(line);
        } else if (row == 0
                && line.contains("|")
                && next.contains("-")
                && TABLE_RULE.matcher(next).matches()) {
            flush();
            tables++;
            tableRow(line);
        } else if (opening.matches()) {
            flush();
            fence = opening.group(1);
            kind = BlockKind.BLOCK_KIND_CODE;
        } else if (line.isBlank()) {
            flush();
        } else if (heading.lookingAt()) {
            flush();
            String title = line.substring(heading.end()).strip();
            add(BlockKind.BLOCK_KIND_HEADING, "", HEADING_END.matcher(title).replaceFirst(""));
        } else if (kind == BlockKind.BLOCK_KIND_PARAGRAPH
                && !text.isEmpty()
                && UNDERLINE.matcher(line).matches()) {
            kind = BlockKind.BLOCK_KIND_HEADING;
            flush();
        } else if (RULE.matcher(line).matches()) {
            flush();
        } else {
            textLine(line);
        }
    }

    private void textLine(String line) {
        row = 0;
        Matcher quote = QUOTE.matcher(line);
        String content = quote.lookingAt() ? line.substring(quote.end()) : line;
        Matcher item = LIST_ITEM.matcher(content);
        if (item.lookingAt()) {
            flush();
            kind = BlockKind.BLOCK_KIND_LIST_ITEM;
            content = content.substring(item.end());
        } else if (text.isEmpty() && (content.startsWith("    ") || content.startsWith("\t"))) {
            kind = BlockKind.BLOCK_KIND_CODE;
        } else if (kind == BlockKind.BLOCK_KIND_CODE && !content.startsWith("    ")) {
            flush();
        }
        text.append(content).append('\n');
    }

    private void fenced(String line) {
        String stripped = line.strip();
        if (stripped.startsWith(fence) && stripped.chars().allMatch(c -> c == fence.charAt(0))) {
            fence = "";
            flush();
        } else {
            text.append(line).append('\n');
        }
    }

    private void tableRow(String line) {
        row++;
        if (row == 2) {
            return;
        }
        String cells = line.strip();
        cells = cells.startsWith("|") ? cells.substring(1) : cells;
        String[] columns = CELL_BORDER.split(cells);
        for (int column = 1; column <= columns.length; column++) {
            add(
                    BlockKind.BLOCK_KIND_TABLE_CELL,
                    "table " + tables + ", row " + Math.max(1, row - 1) + ", column " + column,
                    columns[column - 1]);
        }
    }

    private void flush() {
        add(kind, "", text);
        text.setLength(0);
        kind = BlockKind.BLOCK_KIND_PARAGRAPH;
        row = 0;
    }

    private void add(BlockKind kind, String path, CharSequence raw) {
        out.add(kind, Place.newBuilder().setPath(path).build(), raw);
    }
}
