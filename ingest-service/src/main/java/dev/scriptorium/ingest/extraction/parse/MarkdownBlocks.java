package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Block;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Markdown by the CommonMark specification and GitHub's tables. Of a link and a picture the text is read, of inline code
 * the text in backticks; HTML, comments, link definitions and front matter are no text.
 */
final class MarkdownBlocks {

    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    private static final Pattern FRONT_MATTER = Pattern.compile(
            "---[ \\t]*+\\R(?:(?!---|\\.\\.\\.)[^\\r\\n]*+\\R){0,200}+(?:---|\\.\\.\\.)[ \\t]*+(?:\\R|$)");

    /** The mark of a note, in the text or before the note itself. */
    private static final Pattern FOOTNOTE = Pattern.compile("\\[\\^[^\\]\\s]{1,40}+\\](?::(?=\\s))?+");

    private static final Pattern LINE_BREAK = Pattern.compile("(?i)<br\\s*/?>");
    private static final Set<String> TASK_MARKS = Set.of("[ ] ", "[x] ", "[X] ");
    private static final int TASK_MARK = 4;

    private final PartWriter out;
    private int tables;
    private int row;
    private int column;

    private MarkdownBlocks(PartWriter out) {
        this.out = out;
    }

    static void read(String markdown, PartWriter out) {
        MarkdownBlocks blocks = new MarkdownBlocks(out);
        Node document = PARSER.parse(withoutFrontMatter(markdown));
        Node node = document.getFirstChild();
        while (node != null) {
            boolean inside = blocks.enter(node) && node.getFirstChild() != null;
            node = inside ? node.getFirstChild() : following(node, document);
        }
    }

    /** Whether the children of the node are to be visited. */
    private boolean enter(Node node) {
        switch (node) {
            case Heading heading -> add(BlockKind.BLOCK_KIND_HEADING, "", inline(heading));
            case Paragraph paragraph -> paragraph(paragraph);
            case FencedCodeBlock code -> add(BlockKind.BLOCK_KIND_CODE, "", code.getLiteral());
            case IndentedCodeBlock code -> add(BlockKind.BLOCK_KIND_CODE, "", code.getLiteral());
            case HtmlBlock html -> HtmlBlocks.read(html.getLiteral(), out);
            case TableBlock table -> {
                tables++;
                row = 0;
                return true;
            }
            case TableRow cells -> {
                row++;
                column = 0;
                return true;
            }
            case TableCell cell -> {
                column++;
                String path = "table " + tables + ", row " + row + ", column " + column;
                add(BlockKind.BLOCK_KIND_TABLE_CELL, path, inline(cell));
            }
            case LinkReferenceDefinition definition -> {}
            default -> {
                // The head and the body of a table are no blocks of their own.
                return node instanceof Block || node instanceof CustomNode;
            }
        }
        return false;
    }

    private void paragraph(Paragraph paragraph) {
        ListItem item = itemOf(paragraph);
        if (item == null) {
            add(BlockKind.BLOCK_KIND_PARAGRAPH, "", inline(paragraph));
            return;
        }
        String text = inline(paragraph);
        if (item.getParent() instanceof OrderedList list && !isList(list, text)) {
            boolean first = paragraph.getPrevious() == null;
            add(BlockKind.BLOCK_KIND_PARAGRAPH, "", first ? number(list, item) + " " + text : text);
        } else {
            boolean task = text.length() > TASK_MARK && TASK_MARKS.contains(text.substring(0, TASK_MARK));
            add(BlockKind.BLOCK_KIND_LIST_ITEM, "", task ? text.substring(TASK_MARK) : text);
        }
    }

    /** The closest one that the node is in. */
    private static @Nullable ListItem itemOf(Node node) {
        Node at = node.getParent();
        while (at != null && !(at instanceof ListItem)) {
            at = at.getParent();
        }
        return (ListItem) at;
    }

    /** The specification takes "12. March" and a clause "4." for lists of one item; their numbers are text. */
    private static boolean isList(OrderedList list, String text) {
        Integer start = list.getMarkerStartNumber();
        boolean hasTwo = list.getFirstChild() != list.getLastChild();
        return start != null && start == 1 && (hasTwo || !ListMarks.beginsWithMonth(text));
    }

    private static String number(OrderedList list, ListItem item) {
        Integer start = list.getMarkerStartNumber();
        int number = start == null ? 1 : start;
        for (Node before = item.getPrevious(); before != null; before = before.getPrevious()) {
            number++;
        }
        return number + (list.getMarkerDelimiter() == null ? "." : list.getMarkerDelimiter());
    }

    /** The text of a block without marks, but for the backticks of code, which no model may change. */
    private static String inline(Node block) {
        StringBuilder text = new StringBuilder();
        Node node = block.getFirstChild();
        while (node != null) {
            switch (node) {
                case Text words -> text.append(words.getLiteral());
                case Code code -> text.append('`').append(code.getLiteral()).append('`');
                case SoftLineBreak line -> text.append('\n');
                case HardLineBreak line -> text.append('\n');
                case HtmlInline html ->
                    text.append(LINE_BREAK.matcher(html.getLiteral()).matches() ? "\n" : "");
                default -> {}
            }
            node = node.getFirstChild() != null ? node.getFirstChild() : following(node, block);
        }
        return FOOTNOTE.matcher(text).replaceAll("");
    }

    private void add(BlockKind kind, String path, CharSequence raw) {
        out.add(kind, Place.newBuilder().setPath(path).build(), raw);
    }

    /** A leading YAML block is no text of the document. */
    private static String withoutFrontMatter(String markdown) {
        Matcher matter = FRONT_MATTER.matcher(markdown);
        return matter.lookingAt() ? markdown.substring(matter.end()) : markdown;
    }

    /** The next node in the order of the text that is not within this one. */
    private static @Nullable Node following(Node node, Node top) {
        Node at = node;
        while (at != top && at.getNext() == null) {
            at = at.getParent();
        }
        return at == top ? null : at.getNext();
    }
}
