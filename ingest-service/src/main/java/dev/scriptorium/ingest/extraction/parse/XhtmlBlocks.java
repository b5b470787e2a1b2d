package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Turns the XHTML events that all of Tika's parsers give into blocks with their kind and place. */
final class XhtmlBlocks extends DefaultHandler {

    private static final Set<String> BORDERS = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "html",
            "li",
            "main",
            "nav",
            "ol",
            "option",
            "p",
            "pre",
            "section",
            "select",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "ul");
    private static final String COMMENT_OF_SLIDE = "slide-comment";

    private static final Set<String> NO_TEXT =
            Set.of("head", "script", "style", "template", "noscript", "svg", "title");

    /** A word that was divided at the end of a line; with a capital behind it the hyphen belongs there. */
    private static final Pattern DIVIDED_WORD = Pattern.compile("(?<=\\p{Ll})-\\h*\\R(?=\\p{Ll}{2})");

    private final DocumentFormat format;
    private final PartWriter out;
    private final StringBuilder text = new StringBuilder();
    private final Deque<Table> tables = new ArrayDeque<>();
    private int tableCount;
    private int skipped;
    private int code;
    private int heading;
    private int listItem;
    private int page;
    private boolean listParagraph;
    private boolean slideTitled;
    private int slide;
    private String sheet = "";

    XhtmlBlocks(DocumentFormat format, PartWriter out) {
        this.format = format;
        this.out = out;
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        if (skipped > 0 || NO_TEXT.contains(localName) || nameOf(attributes).equals(COMMENT_OF_SLIDE)) {
            skipped++;
            return;
        }
        if (BORDERS.contains(localName)) {
            flush();
        }
        switch (localName) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> heading++;
            case "li", "dd", "dt" -> listItem++;
            case "pre" -> code++;
            case "table" -> tables.push(new Table(++tableCount));
            case "tr" -> nextRow();
            case "td", "th" -> nextCell();
            case "p" -> listParagraph = nameOf(attributes).startsWith("list_");
            case "div" -> division(nameOf(attributes));
            case "br" -> text.append('\n');
            default -> {}
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        if (skipped > 0) {
            skipped--;
            return;
        }
        if (BORDERS.contains(localName)) {
            flush();
        }
        switch (localName) {
            case "p" -> listParagraph = false;
            case "h1", "h2", "h3", "h4", "h5", "h6" -> heading--;
            case "li", "dd", "dt" -> listItem--;
            case "pre" -> code--;
            case "table" -> tables.poll();
            default -> {}
        }
    }

    @Override
    public void characters(char[] ch, int start, int length) {
        if (skipped == 0) {
            text.append(ch, start, length);
        }
    }

    @Override
    public void ignorableWhitespace(char[] ch, int start, int length) {
        characters(ch, start, length);
    }

    @Override
    public void endDocument() {
        flush();
    }

    private static String nameOf(Attributes attributes) {
        String name = attributes.getValue("class");
        return name == null ? "" : name;
    }

    private void division(String kind) {
        switch (kind) {
            case "page" -> {
                if (format == DocumentFormat.PDF) {
                    out.page(++page);
                }
            }
            case "slide" -> nextSlide(DocumentFormat.PPT);
            case "slide-content" -> nextSlide(DocumentFormat.PPTX);
            default -> {}
        }
    }

    private void nextSlide(DocumentFormat marked) {
        if (format == marked) {
            slide++;
            slideTitled = false;
        }
    }

    private void nextRow() {
        Table table = tables.peek();
        if (table != null) {
            table.row++;
            table.column = 0;
        }
    }

    private void nextCell() {
        Table table = tables.peek();
        if (table != null) {
            table.column++;
        }
    }

    private void flush() {
        if (text.isEmpty()) {
            return;
        }
        String raw = text.toString();
        text.setLength(0);
        if (raw.isBlank()) {
            return;
        }
        if (format == DocumentFormat.PDF) {
            raw = DIVIDED_WORD.matcher(raw).replaceAll(Matcher.quoteReplacement(""));
        }
        BlockKind kind = kind(raw);
        if (kind == BlockKind.BLOCK_KIND_HEADING && isSpreadsheet()) {
            sheet = BlockText.prose(raw);
            return;
        }
        out.add(
                kind,
                place(),
                kind == BlockKind.BLOCK_KIND_LIST_ITEM ? raw.substring(ListMarks.bulletLength(raw)) : raw);
    }

    private BlockKind kind(String raw) {
        if (code > 0) {
            return BlockKind.BLOCK_KIND_CODE;
        }
        if (!tables.isEmpty()) {
            return BlockKind.BLOCK_KIND_TABLE_CELL;
        }
        if (heading > 0) {
            return BlockKind.BLOCK_KIND_HEADING;
        }
        if (listItem > 0 || listParagraph || ListMarks.bulletLength(raw) > 0) {
            return BlockKind.BLOCK_KIND_LIST_ITEM;
        }
        boolean standsOut = switch (format) {
            case PDF, RTF -> true;
            case PPTX, PPT, ODP -> !slideTitled;
            default -> false;
        };
        slideTitled = true;
        return standsOut && Headings.looksLikeOne(raw) ? BlockKind.BLOCK_KIND_HEADING : BlockKind.BLOCK_KIND_PARAGRAPH;
    }

    private Place place() {
        StringBuilder path = new StringBuilder();
        if (slide > 0) {
            path.append("slide ").append(slide);
        } else if (!sheet.isEmpty()) {
            path.append("sheet ").append(sheet);
        }
        Table table = tables.peek();
        if (table != null) {
            if (!isSpreadsheet()) {
                path.append(path.isEmpty() ? "" : ", ").append("table ").append(table.number);
            }
            if (table.column > 0) {
                path.append(path.isEmpty() ? "" : ", ");
                path.append("row ").append(table.row).append(", column ").append(table.column);
            }
        }
        return Place.newBuilder().setPage(page).setPath(path.toString()).build();
    }

    private boolean isSpreadsheet() {
        return format == DocumentFormat.XLSX || format == DocumentFormat.XLS || format == DocumentFormat.ODS;
    }

    private static final class Table {

        private final int number;
        private int row;
        private int column;

        private Table(int number) {
            this.number = number;
        }
    }
}
