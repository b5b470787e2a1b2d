package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.ss.usermodel.BuiltinFormats;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.jspecify.annotations.Nullable;

/**
 * An Excel workbook (SpreadsheetML, ECMA-376 part 1, section 18), transitional or strict: the cells of its visible sheets
 * with their own row and column, then the text of shapes. Formats are POI's.
 */
final class ExcelBlocks {

    private final OoxmlPackage container;
    private final PartWriter out;
    private final boolean comments;
    private final DataFormatter formatter = new DataFormatter(Locale.US);
    private final List<String> sharedStrings = new ArrayList<>();
    private final List<Integer> formats = new ArrayList<>();
    private final Map<Integer, String> formatCodes = new HashMap<>();
    private boolean datesFrom1904;

    private ExcelBlocks(OoxmlPackage container, PartWriter out, boolean comments) {
        this.container = container;
        this.out = out;
        this.comments = comments;
    }

    static void read(Path file, PartWriter out, boolean comments) throws IOException {
        try (OoxmlPackage container = new OoxmlPackage(file)) {
            new ExcelBlocks(container, out, comments).read();
        } catch (XMLStreamException e) {
            throw new IOException("a sheet is no well-formed XML", e);
        }
    }

    private void read() throws IOException, XMLStreamException {
        String main = container.mainPart("xl/workbook.xml");
        Map<String, OoxmlPackage.Relation> relations = new HashMap<>();
        for (OoxmlPackage.Relation relation : container.relations(main)) {
            relations.put(relation.id(), relation);
            if (relation.type().equals("sharedStrings") && container.has(relation.target())) {
                readStrings(relation.target());
            } else if (relation.type().equals("styles")) {
                container.tree(relation.target()).ifPresent(this::readStyles);
            }
        }
        XmlNode workbook = container.tree(main).orElseThrow(() -> new IOException("the workbook is missing"));
        datesFrom1904 = workbook.child("workbookPr")
                .filter(properties -> List.of("1", "true").contains(properties.attribute("date1904")))
                .isPresent();
        for (XmlNode sheet : workbook.below("sheet")) {
            OoxmlPackage.Relation relation = relations.get(sheet.attribute("id"));
            if (sheet.attribute("state").toLowerCase(Locale.ROOT).contains("hidden")) {
                out.unread("hidden sheet " + sheet.attribute("name"));
            } else if (relation != null && relation.type().equals("chartsheet")) {
                for (OoxmlPackage.Relation inside : container.relations(relation.target())) {
                    if (inside.type().equals("drawing")) {
                        drawing("sheet " + BlockText.prose(sheet.attribute("name")), inside.target());
                    }
                }
            } else if (relation != null && relation.type().equals("worksheet")) {
                sheet("sheet " + BlockText.prose(sheet.attribute("name")), relation.target());
            }
        }
    }

    private void readStrings(String part) throws IOException, XMLStreamException {
        try (InputStream in = container.open(part)) {
            XMLStreamReader reader = XmlNode.open(in);
            while (reader.hasNext()) {
                reader.next();
                if (reader.isStartElement() && reader.getLocalName().equals("si")) {
                    sharedStrings.add(text(XmlNode.read(reader)));
                }
            }
        }
    }

    /** Without the readings that Japanese cells carry. */
    private static String text(XmlNode string) {
        return string.children().stream()
                .filter(child -> child.name().equals("t") || child.name().equals("r"))
                .map(child -> child.name().equals("t")
                        ? child.allText()
                        : child.all("t").stream().map(XmlNode::allText).collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    private void readStyles(XmlNode styles) {
        for (XmlNode format : styles.child("numFmts").map(XmlNode::elements).orElse(List.of())) {
            formatCodes.put(number(format.attribute("numFmtId"), 0), format.attribute("formatCode"));
        }
        for (XmlNode style : styles.child("cellXfs").map(XmlNode::elements).orElse(List.of())) {
            formats.add(number(style.attribute("numFmtId"), 0));
        }
    }

    private void sheet(String name, String part) throws IOException, XMLStreamException {
        if (!container.has(part)) {
            return;
        }
        try (InputStream in = container.open(part)) {
            XMLStreamReader reader = XmlNode.open(in);
            int row = 0;
            int column = 0;
            while (reader.hasNext()) {
                reader.next();
                if (reader.isStartElement() && reader.getLocalName().equals("row")) {
                    row = number(reader.getAttributeValue(null, "r"), row + 1);
                    column = 0;
                } else if (reader.isStartElement() && reader.getLocalName().equals("c")) {
                    XmlNode cell = XmlNode.read(reader);
                    column = column(cell.attribute("r"), column + 1);
                    add(
                            BlockKind.BLOCK_KIND_TABLE_CELL,
                            name + ", row " + row + ", column " + column,
                            value(cell),
                            false);
                }
            }
        }
        for (OoxmlPackage.Relation relation : container.relations(part)) {
            switch (relation.type()) {
                case "drawing" -> drawing(name, relation.target());
                case "comments" -> {
                    if (comments) {
                        comments(name, relation.target());
                    }
                }
                default -> {}
            }
        }
    }

    /** From 1, of a reference such as {@code AB12}. */
    private static int column(String reference, int otherwise) {
        int column = 0;
        for (char c : reference.toUpperCase(Locale.ROOT).toCharArray()) {
            if (c < 'A' || c > 'Z') {
                break;
            }
            column = column * 26 + c - 'A' + 1;
        }
        return column == 0 ? otherwise : column;
    }

    private String value(XmlNode cell) {
        String raw = cell.child("v").map(XmlNode::allText).orElse("");
        return switch (cell.attribute("t")) {
            case "s" -> {
                int index = number(raw, -1);
                yield index >= 0 && index < sharedStrings.size() ? sharedStrings.get(index) : "";
            }
            case "inlineStr" -> cell.child("is").map(ExcelBlocks::text).orElse("");
            case "b" -> raw.equals("1") ? "TRUE" : raw.equals("0") ? "FALSE" : raw;
            case "str", "e", "d" -> raw;
            default -> formatted(raw, number(cell.attribute("s"), 0));
        };
    }

    private String formatted(String raw, int style) {
        if (raw.isBlank()) {
            return "";
        }
        int format = style < formats.size() ? formats.get(style) : 0;
        String code =
                formatCodes.containsKey(format) ? formatCodes.get(format) : BuiltinFormats.getBuiltinFormat(format);
        try {
            return formatter.formatRawCellContents(
                    Double.parseDouble(raw), format, code == null ? "General" : code, datesFrom1904);
        } catch (NumberFormatException e) {
            return raw;
        }
    }

    private void drawing(String name, String part) throws IOException {
        XmlNode tree = container.tree(part).orElse(XmlNode.ofText(""));
        for (XmlNode body : tree.below("txBody")) {
            body.below("p")
                    .forEach(paragraph -> add(BlockKind.BLOCK_KIND_PARAGRAPH, name, DrawingText.of(paragraph), false));
        }
        int pictures = tree.below("pic").size();
        if (pictures > 0) {
            out.unread(pictures == 1 ? "a picture on " + name : pictures + " pictures on " + name);
        }
        for (OoxmlPackage.Relation relation : container.relations(part)) {
            if (relation.type().equals("chart")) {
                ChartText.of(container.tree(relation.target()).orElse(XmlNode.ofText("")))
                        .forEach(text -> add(BlockKind.BLOCK_KIND_TABLE_CELL, name + ", chart", text, true));
            }
        }
    }

    private void comments(String name, String part) throws IOException {
        for (XmlNode comment :
                container.tree(part).map(tree -> tree.below("comment")).orElse(List.of())) {
            String reference = comment.attribute("ref");
            String row = reference.replaceFirst("^[A-Za-z]+", "");
            String path = name + ", row " + row + ", column " + column(reference, 1);
            add(
                    BlockKind.BLOCK_KIND_COMMENT,
                    path,
                    comment.child("text").map(ExcelBlocks::text).orElse(""),
                    true);
        }
    }

    private void add(BlockKind kind, String path, String text, boolean boilerplate) {
        out.add(kind, Place.newBuilder().setPath(path).build(), text, boilerplate);
    }

    private static int number(@Nullable String text, int otherwise) {
        try {
            return text == null || text.isBlank() ? otherwise : Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
