package dev.scriptorium.testing.documents;

import static dev.scriptorium.testing.documents.TextForms.escaped;
import static dev.scriptorium.testing.documents.TextForms.utf8;

import dev.scriptorium.testing.documents.SimpleDocument.Element;
import dev.scriptorium.testing.documents.SimpleDocument.Heading;
import dev.scriptorium.testing.documents.SimpleDocument.ListItem;
import dev.scriptorium.testing.documents.SimpleDocument.Paragraph;
import dev.scriptorium.testing.documents.SimpleDocument.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The office formats that are zip containers, each with the least that their programs open. */
final class OfficeForms {

    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String OPEN = "http://schemas.openxmlformats.org/";
    private static final String DOCUMENT = OPEN + "officeDocument/2006/relationships";
    private static final String TYPE = "application/vnd.openxmlformats-officedocument.";

    private OfficeForms() {}

    static byte[] docx(SimpleDocument document) {
        String body = each(document.elements(), element -> switch (element) {
            case Heading heading -> wordParagraph("Heading" + heading.level(), heading.text());
            case Paragraph paragraph -> wordParagraph("Normal", paragraph.text());
            case ListItem item -> wordParagraph("ListBullet", item.text());
            case Table table ->
                "<w:tbl><w:tblPr/><w:tblGrid>"
                        + "<w:gridCol/>".repeat(table.rows().getFirst().size())
                        + "</w:tblGrid>"
                        + each(
                                table.rows(),
                                row -> "<w:tr>"
                                        + each(row, cell -> "<w:tc>" + wordParagraph("Normal", cell) + "</w:tc>")
                                        + "</w:tr>")
                        + "</w:tbl>";
        });
        String styles = each(
                List.of("Heading1", "Heading2", "Heading3"),
                style -> wordStyle(style, style.replace("Heading", "heading "), ""));
        String list = wordStyle("ListBullet", "List Bullet", "<w:numPr><w:numId w:val=\"1\"/></w:numPr>");
        String w = "xmlns:w=\"" + OPEN + "wordprocessingml/2006/main\"";
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(
                "[Content_Types].xml",
                contentTypes(Map.of(
                        "/word/document.xml", TYPE + "wordprocessingml.document.main+xml",
                        "/word/numbering.xml", TYPE + "wordprocessingml.numbering+xml",
                        "/word/styles.xml", TYPE + "wordprocessingml.styles+xml")));
        parts.put("_rels/.rels", relations(Map.of("rId1", "officeDocument word/document.xml")));
        parts.put(
                "word/_rels/document.xml.rels",
                relations(Map.of("rId1", "styles styles.xml", "rId2", "numbering numbering.xml")));
        parts.put("word/document.xml", "<w:document " + w + "><w:body>" + body + "</w:body></w:document>");
        parts.put("word/styles.xml", "<w:styles " + w + ">" + styles + list + "</w:styles>");
        parts.put(
                "word/numbering.xml",
                "<w:numbering " + w + "><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\">"
                        + "<w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u2022\"/></w:lvl></w:abstractNum>"
                        + "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>");
        return zip(parts);
    }

    /** A slide for each heading with all that follows it; table rows are lines. */
    static byte[] pptx(SimpleDocument document) {
        Map<String, StringBuilder> slides = new LinkedHashMap<>();
        StringBuilder slide = new StringBuilder();
        for (Element element : document.elements()) {
            if (element instanceof Heading || slides.isEmpty()) {
                slide = new StringBuilder();
                slides.put("slide" + (slides.size() + 1), slide);
            }
            slide.append(each(lines(element), line -> "<a:p><a:r><a:t>" + escaped(line) + "</a:t></a:r></a:p>"));
        }
        String spaces = "xmlns:a=\"" + OPEN + "drawingml/2006/main\" xmlns:r=\"" + DOCUMENT + "\" xmlns:p=\"" + OPEN
                + "presentationml/2006/main\"";
        Map<String, String> types = new LinkedHashMap<>();
        types.put("/ppt/presentation.xml", TYPE + "presentationml.presentation.main+xml");
        Map<String, String> relations = new LinkedHashMap<>();
        StringBuilder ids = new StringBuilder();
        Map<String, String> parts = new LinkedHashMap<>();
        int id = 256;
        for (var entry : slides.entrySet()) {
            String part = "slides/" + entry.getKey() + ".xml";
            types.put("/ppt/" + part, TYPE + "presentationml.slide+xml");
            relations.put("rId" + id, "slide " + part);
            ids.append("<p:sldId id=\"%d\" r:id=\"rId%d\"/>".formatted(id, id));
            id++;
            parts.put(
                    "ppt/" + part,
                    "<p:sld " + spaces + "><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/>"
                            + "<p:nvPr/></p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Text\"/>"
                            + "<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>" + entry.getValue()
                            + "</p:txBody></p:sp></p:spTree></p:cSld></p:sld>");
        }
        parts.put("[Content_Types].xml", contentTypes(types));
        parts.put("_rels/.rels", relations(Map.of("rId1", "officeDocument ppt/presentation.xml")));
        parts.put("ppt/_rels/presentation.xml.rels", relations(relations));
        parts.put(
                "ppt/presentation.xml",
                "<p:presentation " + spaces + "><p:sldIdLst>" + ids + "</p:sldIdLst></p:presentation>");
        return zip(parts);
    }

    /** One sheet; a table's rows as they are, of all else a row with one cell. */
    static byte[] xlsx(SimpleDocument document) {
        StringBuilder rows = new StringBuilder();
        int number = 0;
        for (Element element : document.elements()) {
            List<List<String>> cells = element instanceof Table table
                    ? table.rows()
                    : lines(element).stream().map(List::of).toList();
            for (List<String> row : cells) {
                number++;
                rows.append("<row r=\"").append(number).append("\">");
                for (int column = 0; column < row.size(); column++) {
                    rows.append("<c r=\"%c%d\" t=\"inlineStr\"><is><t>%s</t></is></c>"
                            .formatted((char) ('A' + column), number, escaped(row.get(column))));
                }
                rows.append("</row>");
            }
        }
        String main = "xmlns=\"" + OPEN + "spreadsheetml/2006/main\" xmlns:r=\"" + DOCUMENT + "\"";
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(
                "[Content_Types].xml",
                contentTypes(Map.of(
                        "/xl/workbook.xml", TYPE + "spreadsheetml.sheet.main+xml",
                        "/xl/worksheets/sheet1.xml", TYPE + "spreadsheetml.worksheet+xml")));
        parts.put("_rels/.rels", relations(Map.of("rId1", "officeDocument xl/workbook.xml")));
        parts.put("xl/_rels/workbook.xml.rels", relations(Map.of("rId1", "worksheet worksheets/sheet1.xml")));
        parts.put(
                "xl/workbook.xml",
                "<workbook " + main
                        + "><sheets><sheet name=\"Overview\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        parts.put(
                "xl/worksheets/sheet1.xml", "<worksheet " + main + "><sheetData>" + rows + "</sheetData></worksheet>");
        return zip(parts);
    }

    static byte[] odt(SimpleDocument document) {
        String body = each(document.elements(), element -> switch (element) {
            case Heading heading ->
                "<text:h text:outline-level=\"" + heading.level() + "\">" + escaped(heading.text()) + "</text:h>";
            case Paragraph paragraph -> "<text:p>" + escaped(paragraph.text()) + "</text:p>";
            case ListItem item ->
                "<text:list><text:list-item><text:p>" + escaped(item.text()) + "</text:p></text:list-item></text:list>";
            case Table table ->
                "<table:table table:name=\"Table\">"
                        + each(
                                table.rows(),
                                row -> "<table:table-row>"
                                        + each(
                                                row,
                                                cell -> "<table:table-cell><text:p>" + escaped(cell)
                                                        + "</text:p></table:table-cell>")
                                        + "</table:table-row>")
                        + "</table:table>";
        });
        String oasis = "urn:oasis:names:tc:opendocument:xmlns:";
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("mimetype", "application/vnd.oasis.opendocument.text");
        parts.put(
                "META-INF/manifest.xml",
                "<manifest:manifest xmlns:manifest=\"" + oasis + "manifest:1.0\"><manifest:file-entry "
                        + "manifest:full-path=\"/\" manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>"
                        + "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"
                        + "</manifest:manifest>");
        parts.put(
                "content.xml",
                "<office:document-content office:version=\"1.3\" xmlns:office=\"" + oasis + "office:1.0\" xmlns:text=\""
                        + oasis + "text:1.0\" xmlns:table=\"" + oasis + "table:1.0\"><office:body><office:text>" + body
                        + "</office:text></office:body></office:document-content>");
        return zip(parts);
    }

    /** A container with these parts, all of the same moment, and without compression, which differs between machines. */
    static byte[] zip(Map<String, String> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (var part : parts.entrySet()) {
                byte[] content = utf8((part.getValue().startsWith("<") ? XML : "") + part.getValue());
                ZipEntry entry = new ZipEntry(part.getKey());
                entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
                CRC32 crc = new CRC32();
                crc.update(content);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static List<String> lines(Element element) {
        return switch (element) {
            case Heading heading -> List.of(heading.text());
            case Paragraph paragraph -> List.of(paragraph.text());
            case ListItem item -> List.of(item.text());
            case Table table ->
                table.rows().stream().map(row -> String.join("   ", row)).toList();
        };
    }

    private static String wordParagraph(String style, String text) {
        return "<w:p><w:pPr><w:pStyle w:val=\"" + style + "\"/></w:pPr><w:r><w:t xml:space=\"preserve\">"
                + escaped(text) + "</w:t></w:r></w:p>";
    }

    private static String wordStyle(String id, String name, String properties) {
        return "<w:style w:type=\"paragraph\" w:styleId=\"" + id + "\"><w:name w:val=\"" + name + "\"/><w:pPr>"
                + properties + "</w:pPr></w:style>";
    }

    private static String contentTypes(Map<String, String> byPart) {
        return "<Types xmlns=\"" + OPEN + "package/2006/content-types\"><Default Extension=\"rels\" ContentType=\""
                + "application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                + each(
                        List.copyOf(new java.util.TreeMap<>(byPart).entrySet()),
                        type -> "<Override PartName=\"" + type.getKey() + "\" ContentType=\"" + type.getValue()
                                + "\"/>")
                + "</Types>";
    }

    /** @param targets "kind target" by id */
    private static String relations(Map<String, String> targets) {
        return "<Relationships xmlns=\"" + OPEN + "package/2006/relationships\">"
                + each(List.copyOf(new java.util.TreeMap<>(targets).entrySet()), relation -> {
                    String[] kindAndTarget = relation.getValue().split(" ");
                    return "<Relationship Id=\"" + relation.getKey() + "\" Type=\"" + DOCUMENT + "/" + kindAndTarget[0]
                            + "\" Target=\"" + kindAndTarget[1] + "\"/>";
                })
                + "</Relationships>";
    }

    private static <T> String each(List<T> items, Function<T, String> form) {
        return items.stream().map(form).collect(Collectors.joining());
    }
}
