package dev.scriptorium.ingest.text;

import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.document.v1.BlockKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BulletList;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.renderer.Renderer;
import org.commonmark.renderer.markdown.MarkdownRenderer;

/**
 * The blocks of a document as one text. Plain: an empty line between blocks, none between the items of a list, a tab between
 * the cells of a row. Markdown: CommonMark with the tables of GitHub, in which no character of the text is markup.
 */
public final class TextForm {

    /** Extraction knows headings, and not their level. */
    private static final int HEADING_LEVEL = 2;

    private static final Renderer MARKDOWN = MarkdownRenderer.builder()
            .extensions(List.of(TablesExtension.create()))
            .build();

    private TextForm() {}

    public static String plain(List<Block> blocks) {
        StringBuilder text = new StringBuilder();
        BlockKind before = null;
        for (Object piece : pieces(blocks)) {
            BlockKind kind = piece instanceof Block block ? block.getKind() : BlockKind.BLOCK_KIND_TABLE_CELL;
            if (before != null) {
                boolean sameList = kind == BlockKind.BLOCK_KIND_LIST_ITEM && before == kind;
                text.append(sameList ? "\n" : "\n\n");
            }
            switch (piece) {
                case TextTable table ->
                    text.append(String.join(
                            "\n",
                            table.filledCells().stream()
                                    .map(row -> String.join("\t", row))
                                    .toList()));
                case Block block -> text.append(block.getText());
                default -> throw new IllegalStateException("neither a table nor a block: " + piece.getClass());
            }
            before = kind;
        }
        return text.isEmpty() ? "" : text.append('\n').toString();
    }

    public static String markdown(List<Block> blocks) {
        Document document = new Document();
        BulletList list = null;
        for (Object piece : pieces(blocks)) {
            if (piece instanceof Block block && block.getKind() == BlockKind.BLOCK_KIND_LIST_ITEM) {
                if (list == null) {
                    list = new BulletList();
                    list.setMarker("-");
                    list.setTight(true);
                    document.appendChild(list);
                }
                ListItem item = new ListItem();
                item.appendChild(lines(new Paragraph(), block.getText()));
                list.appendChild(item);
                continue;
            }
            list = null;
            switch (piece) {
                case TextTable table -> table(table).forEach(document::appendChild);
                case Block block -> document.appendChild(node(block));
                default -> throw new IllegalStateException("neither a table nor a block: " + piece.getClass());
            }
        }
        return document.getFirstChild() == null ? "" : MARKDOWN.render(document);
    }

    /** Blocks, and tables in the place of their cells. */
    private static List<Object> pieces(List<Block> blocks) {
        List<Object> pieces = new ArrayList<>();
        String open = null;
        TextTable table = null;
        for (Block block : blocks) {
            Optional<TextTable.Cell> place =
                    block.getKind() == BlockKind.BLOCK_KIND_TABLE_CELL ? TextTable.Cell.of(block) : Optional.empty();
            if (place.isEmpty()) {
                open = null;
                pieces.add(block);
                continue;
            }
            TextTable.Cell cell = place.get();
            if (table == null || !cell.table().equals(open)) {
                open = cell.table();
                table = new TextTable();
                pieces.add(table);
            }
            table.add(cell, block.getText());
        }
        return pieces;
    }

    private static Node node(Block block) {
        if (block.getKind() == BlockKind.BLOCK_KIND_HEADING) {
            Heading heading = new Heading();
            heading.setLevel(HEADING_LEVEL);
            heading.appendChild(new Text(oneLine(block.getText())));
            return heading;
        }
        if (block.getKind() == BlockKind.BLOCK_KIND_CODE) {
            FencedCodeBlock code = new FencedCodeBlock();
            code.setFenceCharacter("`");
            code.setLiteral(block.getText() + "\n");
            return code;
        }
        return lines(new Paragraph(), block.getText());
    }

    private static Node lines(Node parent, String text) {
        boolean first = true;
        for (String line :
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()) {
            if (!first) {
                parent.appendChild(new SoftLineBreak());
            }
            parent.appendChild(new Text(line));
            first = false;
        }
        return parent;
    }

    private static List<Node> table(TextTable table) {
        if (table.isSparse()) {
            return table.filledCells().stream()
                    .map(row -> lines(new Paragraph(), String.join(" | ", row)))
                    .toList();
        }
        TableBlock block = new TableBlock();
        TableHead head = new TableHead();
        TableBody body = new TableBody();
        block.appendChild(head);
        List<List<String>> rows = table.allCells();
        head.appendChild(row(rows.getFirst(), true));
        rows.stream().skip(1).forEach(cells -> body.appendChild(row(cells, false)));
        if (rows.size() > 1) {
            block.appendChild(body);
        }
        return List.of(block);
    }

    private static TableRow row(List<String> cells, boolean header) {
        TableRow row = new TableRow();
        for (String text : cells) {
            TableCell cell = new TableCell();
            cell.setHeader(header);
            cell.appendChild(new Text(oneLine(text)));
            row.appendChild(cell);
        }
        return row;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
