package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A Word document (WordprocessingML, ECMA-376 part 1, section 17). Deleted, hidden and placeholder text is left out; notes
 * and text boxes follow their paragraph; formulas are written in one line; imported parts are read where they stand.
 */
final class WordBlocks {

    private final OoxmlPackage container;
    private final PartWriter out;
    private final TextDecoder decoder;
    private final boolean comments;
    private final Map<String, OoxmlPackage.Relation> relations = new HashMap<>();
    private final Map<String, XmlNode> notes = new HashMap<>();
    private final WordStyles styles;
    private final WordNumbering numbering;
    private final String main;
    private String path = "";
    private boolean boilerplate;
    private int tables;
    private int pictures;

    private WordBlocks(OoxmlPackage container, PartWriter out, TextDecoder decoder, boolean comments)
            throws IOException {
        this.container = container;
        this.out = out;
        this.decoder = decoder;
        this.comments = comments;
        main = container.mainPart("word/document.xml");
        for (OoxmlPackage.Relation relation : container.relations(main)) {
            relations.put(relation.id(), relation);
        }
        styles = new WordStyles(part("styles").orElse(XmlNode.ofText("")));
        numbering = new WordNumbering(part("numbering").orElse(XmlNode.ofText("")));
        note("footnotes", "footnote");
        note("endnotes", "endnote");
        note("comments", "comment");
    }

    static void read(Path file, PartWriter out, TextDecoder decoder, boolean comments) throws IOException {
        try (OoxmlPackage container = new OoxmlPackage(file)) {
            new WordBlocks(container, out, decoder, comments).read();
        }
    }

    private Optional<XmlNode> part(String type) throws IOException {
        for (OoxmlPackage.Relation relation : relations.values()) {
            if (relation.type().equals(type)) {
                return container.tree(relation.target());
            }
        }
        return Optional.empty();
    }

    private void note(String part, String name) throws IOException {
        part(part).ifPresent(tree -> tree.all(name).forEach(note -> notes.put(name + note.attribute("id"), note)));
    }

    private void read() throws IOException {
        try (InputStream in = container.open(main)) {
            XMLStreamReader reader = XmlNode.open(in);
            boolean body = false;
            while (reader.hasNext()) {
                reader.next();
                if (reader.isStartElement() && body) {
                    block(XmlNode.read(reader));
                } else if (reader.isStartElement()) {
                    body = reader.getLocalName().equals("body");
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException("the text of the document is no well-formed XML", e);
        }
        boilerplate = true;
        for (String type : List.of("header", "footer")) {
            for (OoxmlPackage.Relation relation : relations.values().stream()
                    .filter(found -> found.type().equals(type))
                    .sorted(Comparator.comparing(OoxmlPackage.Relation::target))
                    .toList()) {
                Optional<XmlNode> tree = container.tree(relation.target());
                if (tree.isPresent()) {
                    blocks(tree.get());
                }
            }
        }
        if (pictures > 0) {
            out.unread(pictures == 1 ? "a picture" : pictures + " pictures");
        }
    }

    private void blocks(XmlNode holder) throws IOException {
        for (XmlNode child : holder.elements()) {
            block(child);
        }
    }

    private void block(XmlNode node) throws IOException {
        switch (node.name()) {
            case "p" -> paragraph(node);
            case "tbl" -> table(node);
            case "sdt" -> {
                if (!isPlaceholder(node)) {
                    blocks(node);
                }
            }
            case "sdtContent", "customXml", "ins", "moveTo", "Choice" -> blocks(node);
            case "AlternateContent" -> blocks(alternative(node));
            case "altChunk" -> chunk(node.attribute("id"));
            default -> {}
        }
    }

    /** One of the forms in which the same content is given. */
    private static XmlNode alternative(XmlNode node) {
        return node.child("Choice").or(() -> node.child("Fallback")).orElse(node);
    }

    private static boolean isPlaceholder(XmlNode control) {
        return control.child("sdtPr")
                .flatMap(properties -> properties.child("showingPlcHdr"))
                .filter(WordStyles::isOn)
                .isPresent();
    }

    private void table(XmlNode node) throws IOException {
        String outside = path;
        int number = ++tables;
        int row = 0;
        for (XmlNode line : rows(node)) {
            if (line.child("trPr")
                    .flatMap(properties -> properties.child("del"))
                    .isPresent()) {
                continue;
            }
            row++;
            int column = 1 + number(line.setting("trPr", "gridBefore"), 0);
            for (XmlNode cell : inside(line, "tc")) {
                path = "table " + number + ", row " + row + ", column " + column;
                blocks(cell);
                column += number(cell.setting("tcPr", "gridSpan"), 1);
            }
        }
        path = outside;
    }

    private static List<XmlNode> rows(XmlNode table) {
        return inside(table, "tr");
    }

    /** The rows of a table or the cells of a row, those included that a content control or a change holds. */
    private static List<XmlNode> inside(XmlNode holder, String wanted) {
        List<XmlNode> found = new ArrayList<>();
        for (XmlNode child : holder.elements()) {
            switch (child.name()) {
                case "sdt", "sdtContent", "customXml", "ins" -> found.addAll(inside(child, wanted));
                default -> {
                    if (child.name().equals(wanted)) {
                        found.add(child);
                    }
                }
            }
        }
        return found;
    }

    private static int number(Optional<String> value, int otherwise) {
        try {
            return value.map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private void paragraph(XmlNode node) throws IOException {
        Paragraph paragraph = new Paragraph();
        inline(node, paragraph);
        XmlNode properties = node.child("pPr").orElse(XmlNode.ofText(""));
        String style =
                properties.child("pStyle").map(name -> name.attribute("val")).orElse("");
        if (!styles.isHidden(style)) {
            add(paragraph.text.toString(), properties, style);
        }
        for (XmlNode later : paragraph.later) {
            if (later.name().equals("comment")) {
                comment(later);
            } else {
                blocks(later);
            }
        }
    }

    private void add(String text, XmlNode properties, String style) {
        String numId = numbering(properties, style);
        // Empty paragraphs are counted neither by Word nor here.
        String number = numId.isEmpty() || text.isBlank() ? "" : numbering.next(numId, level(properties, style, numId));
        boolean repeated = boilerplate || styles.isContents(style);
        Place place = Place.newBuilder().setPath(path).build();
        if (!path.isEmpty()) {
            TextBlocks.readParagraph(
                    text, (kind, unit) -> out.add(BlockKind.BLOCK_KIND_TABLE_CELL, place, unit, repeated));
        } else if (isHeading(properties, style)) {
            String numbered = number.isEmpty() || text.isBlank() ? text : number + " " + text.strip();
            out.add(BlockKind.BLOCK_KIND_HEADING, place, numbered, repeated);
        } else if (!numId.isEmpty()) {
            out.add(BlockKind.BLOCK_KIND_LIST_ITEM, place, text, repeated);
        } else {
            TextBlocks.readParagraph(text, (kind, unit) -> out.add(kind, place, unit, repeated));
        }
    }

    private boolean isHeading(XmlNode properties, String style) {
        return properties
                .child("outlineLvl")
                .map(level -> !level.attribute("val").equals("9"))
                .orElseGet(() -> styles.isHeading(style));
    }

    /** The id of the paragraph's numbering, its own or its style's; empty where it has none. */
    private String numbering(XmlNode properties, String style) {
        return properties
                .child("numPr")
                .or(() -> styles.numbering(style))
                .flatMap(node -> node.child("numId"))
                .map(node -> node.attribute("val"))
                .filter(id -> !id.equals("0"))
                .orElse("");
    }

    private int level(XmlNode properties, String style, String numId) {
        return number(
                properties
                        .setting("numPr", "ilvl")
                        .or(() -> styles.numbering(style)
                                .flatMap(node -> node.child("ilvl"))
                                .map(node -> node.attribute("val"))),
                numbering.levelOfStyle(numId, style));
    }

    private void comment(XmlNode comment) {
        String author = comment.attribute("author");
        String text = (author.isEmpty() ? "" : author + ": ")
                + String.join(
                        "\n", comment.below("p").stream().map(XmlNode::allText).toList());
        out.add(BlockKind.BLOCK_KIND_COMMENT, Place.newBuilder().setPath(path).build(), text, true);
    }

    /** Text of a paragraph, and what comes behind it: notes, text boxes and comments. */
    private static final class Paragraph {

        private final StringBuilder text = new StringBuilder();
        private final List<XmlNode> later = new ArrayList<>();
    }

    private void inline(XmlNode holder, Paragraph to) throws IOException {
        for (XmlNode node : holder.elements()) {
            switch (node.name()) {
                case "r" -> {
                    if (node.child("rPr").filter(WordStyles::isHidden).isEmpty()) {
                        run(node, to);
                    }
                }
                case "sdt" -> {
                    if (!isPlaceholder(node)) {
                        inline(node, to);
                    }
                }
                case "ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "sdtContent", "dir", "bdo" ->
                    inline(node, to);
                case "AlternateContent" -> inline(alternative(node), to);
                case "oMath", "oMathPara" -> to.text.append(Formula.linear(node));
                case "p" -> inline(node, to);
                default -> {}
            }
        }
    }

    private void run(XmlNode run, Paragraph to) throws IOException {
        for (XmlNode node : run.elements()) {
            switch (node.name()) {
                case "t" -> to.text.append(node.allText());
                case "tab", "ptab" -> to.text.append('\t');
                case "br", "cr" -> to.text.append('\n');
                case "noBreakHyphen" -> to.text.append('-');
                case "sym" -> to.text.append(SymbolFonts.character(node.attribute("font"), node.attribute("char")));
                case "footnoteReference" -> later("footnote", node, to);
                case "endnoteReference" -> later("endnote", node, to);
                case "commentReference" -> {
                    if (comments) {
                        later("comment", node, to);
                    }
                }
                case "ruby" ->
                    node.all("rubyBase").stream()
                            .flatMap(base -> base.all("r").stream())
                            .forEach(base -> to.text.append(base.allText()));
                case "drawing", "pict", "object" -> drawing(node, to);
                case "AlternateContent" -> run(alternative(node), to);
                default -> {}
            }
        }
    }

    private void later(String kind, XmlNode reference, Paragraph to) {
        XmlNode note = notes.get(kind + reference.attribute("id"));
        if (note != null) {
            to.later.add(note);
        }
    }

    private void drawing(XmlNode drawing, Paragraph to) throws IOException {
        to.later.addAll(drawing.below("txbxContent"));
        pictures += drawing.below("blip").size() + drawing.below("imagedata").size();
        for (XmlNode diagram : drawing.below("relIds")) {
            diagram(relations.get(diagram.attribute("dm")));
        }
        for (XmlNode chart : drawing.below("chart")) {
            OoxmlPackage.Relation part = relations.get(chart.attribute("id"));
            Optional<XmlNode> tree = part == null ? Optional.empty() : container.tree(part.target());
            tree.map(ChartText::of)
                    .orElse(List.of())
                    .forEach(text -> out.add(
                            BlockKind.BLOCK_KIND_TABLE_CELL,
                            Place.newBuilder().setPath(path).build(),
                            text,
                            true));
        }
        if (drawing.name().equals("object")) {
            drawing.below("OLEObject").forEach(object -> out.unread("embedded object " + object.attribute("ProgID")));
        }
    }

    private void diagram(OoxmlPackage.@Nullable Relation data) throws IOException {
        Optional<XmlNode> tree = data == null ? Optional.empty() : container.tree(data.target());
        for (XmlNode text : tree.map(root -> root.below("p")).orElse(List.of())) {
            TextBlocks.readParagraph(
                    DrawingText.of(text),
                    (kind, unit) ->
                            out.add(kind, Place.newBuilder().setPath(path).build(), unit, boilerplate));
        }
    }

    /** A document of another format that a program put in here. */
    private void chunk(String relation) throws IOException {
        OoxmlPackage.Relation target = relations.get(relation);
        if (target == null || !container.has(target.target())) {
            out.unread("an imported part");
            return;
        }
        String name = target.target().toLowerCase(Locale.ROOT);
        byte[] bytes;
        try (InputStream in = container.open(target.target())) {
            bytes = in.readAllBytes();
        }
        if (name.endsWith(".html") || name.endsWith(".htm") || name.endsWith(".xhtml")) {
            HtmlBlocks.read(decoder.decode(bytes, HtmlBlocks.declaredCharset(bytes)), out);
        } else if (name.endsWith(".mht") || name.endsWith(".mhtml")) {
            MailBlocks.readPage(bytes, out, decoder);
        } else if (name.endsWith(".txt")) {
            TextBlocks.read(decoder.decode(bytes), out);
        } else if (name.endsWith(".rtf")) {
            RtfBlocks.read(bytes, out, comments);
        } else if (name.endsWith(".docx")) {
            imported(bytes);
        } else {
            out.unread("an imported part, " + name.substring(name.lastIndexOf('/') + 1));
        }
    }

    private void imported(byte[] document) throws IOException {
        Path file = Files.createTempFile("imported", ".docx");
        try {
            Files.write(file, document);
            ArchiveCheck.check(file);
            read(file, out, decoder, false);
        } finally {
            Files.delete(file);
        }
    }
}
