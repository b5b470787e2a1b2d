package dev.scriptorium.ingest.extraction.parse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Office documents with the least that is needed around a piece of XML. */
final class Packages {

    private static final String RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    private static final String TYPE = "application/vnd.openxmlformats-officedocument.";
    private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private Packages() {}

    /** A Word document. */
    static byte[] docx(String body) {
        return docx(body, Map.of());
    }

    /** @param parts further parts by type of relation, such as {@code footnotes}; the relation has the same id */
    static byte[] docx(String body, Map<String, String> parts) {
        Map<String, String> all = new LinkedHashMap<>(types("word/document.xml", "wordprocessingml.document.main+xml"));
        all.put("word/document.xml", word("document", "<w:body>" + body + "</w:body>"));
        StringBuilder relations = new StringBuilder();
        parts.forEach((type, content) -> {
            String name = type.equals("aFChunk") ? "chunk.html" : type + ".xml";
            all.put("word/" + name, type.equals("aFChunk") ? content : word(type, content));
            relations.append(relation(type, type, name));
        });
        all.put(
                "word/_rels/document.xml.rels",
                "<Relationships xmlns=\"" + RELATIONS + "\">" + relations + "</Relationships>");
        return zip(all);
    }

    private static String word(String root, String content) {
        return "<w:" + root + " xmlns:w=\"" + WORD + "\" xmlns:r=\"" + OFFICE.substring(0, OFFICE.length() - 1)
                + "\" xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\""
                + " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\">" + content + "</w:" + root
                + ">";
    }

    /** A paragraph of Word. */
    static String p(String... runs) {
        return "<w:p>" + String.join("", runs) + "</w:p>";
    }

    /** A run of Word. */
    static String r(String text) {
        return "<w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r>";
    }

    /** A workbook with one sheet. */
    static byte[] xlsx(String rows, Map<String, String> partsOfSheet) {
        String namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        Map<String, String> all = new LinkedHashMap<>(types("xl/workbook.xml", "spreadsheetml.sheet.main+xml"));
        all.put(
                "xl/workbook.xml",
                "<workbook xmlns=\"" + namespace + "\" xmlns:r=\"" + OFFICE.substring(0, OFFICE.length() - 1)
                        + "\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"sheet\"/></sheets></workbook>");
        all.put(
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"" + RELATIONS + "\">" + relation("sheet", "worksheet", "sheet1.xml")
                        + "</Relationships>");
        all.put(
                "xl/sheet1.xml",
                "<worksheet xmlns=\"" + namespace + "\"><sheetData>" + rows + "</sheetData></worksheet>");
        StringBuilder relations = new StringBuilder();
        partsOfSheet.forEach((type, content) -> {
            all.put("xl/" + type + ".xml", content);
            relations.append(relation(type, type, type + ".xml"));
        });
        all.put(
                "xl/_rels/sheet1.xml.rels",
                "<Relationships xmlns=\"" + RELATIONS + "\">" + relations + "</Relationships>");
        return zip(all);
    }

    /** An OpenDocument text. */
    static byte[] odt(String body) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("mimetype", "application/vnd.oasis.opendocument.text");
        all.put(
                "content.xml",
                "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                        + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""
                        + " xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""
                        + " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""
                        + " xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\""
                        + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
                        + "<office:automatic-styles><style:style style:name=\"Gone\" style:family=\"text\">"
                        + "<style:text-properties text:display=\"none\"/></style:style></office:automatic-styles>"
                        + "<office:body><office:text>" + body
                        + "</office:text></office:body></office:document-content>");
        all.put("META-INF/manifest.xml", "<manifest/>");
        return zip(all);
    }

    private static Map<String, String> types(String main, String type) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                        + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                        + "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/" + main
                        + "\" ContentType=\"" + TYPE + type + "\"/></Types>");
        all.put(
                "_rels/.rels",
                "<Relationships xmlns=\"" + RELATIONS + "\">" + relation("main", "officeDocument", main)
                        + "</Relationships>");
        return all;
    }

    private static String relation(String id, String type, String target) {
        return "<Relationship Id=\"" + id + "\" Type=\"" + OFFICE + type + "\" Target=\"" + target + "\"/>";
    }

    static byte[] zip(Map<String, String> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
