package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * OpenDocument texts, spreadsheets and presentations (ISO 26300). Deleted and hidden text is left out; notes and text
 * boxes follow their paragraph; formulas are written in one line.
 */
final class OdfBlocks {

    private static final int MOST_REPEATED = 10_000;

    private final OoxmlPackage container;
    private final PartWriter out;
    private final boolean comments;
    private final Map<String, XmlNode> styles = new HashMap<>();
    private String path = "";
    private String sheetOrSlide = "";
    private boolean boilerplate;
    private boolean title;
    private int tables;
    private int slides;
    private int lists;
    private int pictures;
    private int inCell;
    private boolean isSpreadsheet;

    private OdfBlocks(OoxmlPackage container, PartWriter out, boolean comments) {
        this.container = container;
        this.out = out;
        this.comments = comments;
    }

    static void read(Path file, PartWriter out, boolean comments) throws IOException {
        try (OoxmlPackage container = new OoxmlPackage(file)) {
            boolean encrypted = container
                    .tree("META-INF/manifest.xml")
                    .filter(manifest -> !manifest.below("encryption-data").isEmpty())
                    .isPresent();
            if (encrypted) {
                throw new FailureException(FailureCode.DOC_ENCRYPTED, "The document is encrypted with a password.");
            }
            new OdfBlocks(container, out, comments).read();
        }
    }

    private void read() throws IOException {
        Optional<XmlNode> shared = container.tree("styles.xml");
        shared.ifPresent(this::addStyles);
        XmlNode content = container
                .tree("content.xml")
                .orElseThrow(() -> new FailureException(FailureCode.DOC_CORRUPT, "The document has no content."));
        addStyles(content);
        for (XmlNode body : content.below("body")) {
            for (XmlNode kind : body.elements()) {
                isSpreadsheet = kind.name().equals("spreadsheet");
                blocks(kind);
            }
        }
        boilerplate = true;
        if (slides == 0 && !isSpreadsheet && shared.isPresent()) {
            for (XmlNode page : shared.get().below("master-page")) {
                for (XmlNode part : page.elements()) {
                    if (part.name().startsWith("header") || part.name().startsWith("footer")) {
                        blocks(part);
                    }
                }
            }
        }
        if (pictures > 0) {
            out.unread(pictures == 1 ? "a picture" : pictures + " pictures");
        }
    }

    private void addStyles(XmlNode tree) {
        tree.below("style").forEach(style -> styles.put(style.attribute("name"), style));
    }

    private void blocks(XmlNode holder) throws IOException {
        for (XmlNode node : holder.elements()) {
            block(node);
        }
    }

    private void block(XmlNode node) throws IOException {
        switch (node.name()) {
            case "h" -> paragraph(node, true);
            case "p" -> paragraph(node, false);
            case "list" -> {
                lists++;
                blocks(node);
                lists--;
            }
            case "table" -> table(node);
            case "page" -> slide(node);
            case "frame" -> frame(node);
            case "table-of-content", "alphabetical-index", "illustration-index", "table-index" -> {
                boolean outside = boilerplate;
                boilerplate = true;
                blocks(node);
                boilerplate = outside;
            }
            case "tracked-changes", "forms", "annotation", "sequence-decls", "variable-decls", "user-field-decls" -> {}
            case "notes" -> notes(node);
            default -> blocks(node);
        }
    }

    private void slide(XmlNode page) throws IOException {
        slides++;
        sheetOrSlide = "slide " + slides;
        path = sheetOrSlide;
        blocks(page);
    }

    private void notes(XmlNode notes) throws IOException {
        path = sheetOrSlide + ", notes";
        blocks(notes);
        path = sheetOrSlide;
    }

    private void frame(XmlNode frame) throws IOException {
        if (frame.attribute("placeholder").equals("true")) {
            return;
        }
        String kind = frame.attribute("class");
        boolean aside = kind.equals("page-number")
                || kind.equals("date-time")
                || kind.equals("footer")
                || kind.equals("header");
        boolean outside = boilerplate;
        boilerplate |= aside;
        title = kind.equals("title");
        pictures += frame.all("image").isEmpty() ? 0 : 1;
        for (XmlNode object : frame.all("object")) {
            formula(object).ifPresent(text -> add(BlockKind.BLOCK_KIND_PARAGRAPH, text));
        }
        if (frame.all("object").isEmpty()) {
            blocks(frame);
        }
        title = false;
        boilerplate = outside;
    }

    /** The formula of an embedded object; other objects are named as not read. */
    private Optional<String> formula(XmlNode object) throws IOException {
        String name = object.attribute("href").replaceFirst("^\\./", "");
        Optional<XmlNode> tree = name.isEmpty() ? Optional.of(object) : container.tree(name + "/content.xml");
        Optional<String> formula = tree.filter(
                        root -> root.name().equals("math") || root.child("math").isPresent())
                .map(Formula::linear);
        if (formula.isEmpty()
                && tree.filter(root -> !root.below("chart").isEmpty()).isPresent()) {
            ChartText.of(tree.get()).forEach(text -> out.add(BlockKind.BLOCK_KIND_TABLE_CELL, place(), text, true));
        } else if (formula.isEmpty()) {
            out.unread("an embedded object");
        }
        return formula.map(String::strip);
    }

    private void table(XmlNode table) throws IOException {
        String outside = path;
        String outer = sheetOrSlide;
        boolean sheet = slides == 0 && table.attributes().containsKey("name") && isSpreadsheet;
        String prefix;
        if (sheet) {
            if (isHidden(table)) {
                out.unread("hidden sheet " + table.attribute("name"));
                return;
            }
            sheetOrSlide = "sheet " + table.attribute("name");
            prefix = sheetOrSlide;
        } else {
            prefix = (sheetOrSlide.isEmpty() ? "" : sheetOrSlide + ", ") + "table " + ++tables;
        }
        rows(table, prefix, 1);
        path = sheet ? "" : outside;
        sheetOrSlide = sheet ? "" : outer;
    }

    private boolean isHidden(XmlNode table) {
        XmlNode style = styles.get(table.attribute("style-name"));
        return style != null
                && style.child("table-properties")
                        .filter(properties -> properties.attribute("display").equals("false"))
                        .isPresent();
    }

    /** Returns the number of the row behind them. */
    private int rows(XmlNode holder, String prefix, int from) throws IOException {
        int row = from;
        for (XmlNode node : holder.elements()) {
            switch (node.name()) {
                case "table-row" -> {
                    cells(node, prefix + ", row " + row);
                    row += repeated(node, "number-rows-repeated");
                }
                case "table-header-rows", "table-row-group", "table-rows" -> row = rows(node, prefix, row);
                case "shapes" -> {
                    path = prefix;
                    blocks(node);
                }
                default -> {}
            }
        }
        return row;
    }

    private void cells(XmlNode row, String prefix) throws IOException {
        int column = 1;
        for (XmlNode cell : row.elements()) {
            if (cell.name().equals("table-cell")) {
                path = prefix + ", column " + column;
                inCell++;
                blocks(cell);
                inCell--;
            }
            column += repeated(cell, "number-columns-repeated");
        }
    }

    private static int repeated(XmlNode node, String attribute) {
        try {
            String value = node.attribute(attribute);
            return value.isEmpty() ? 1 : Math.clamp(Integer.parseInt(value), 1, 1 << 20);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private void paragraph(XmlNode node, boolean heading) throws IOException {
        if (isHidden(node.attribute("style-name"))) {
            return;
        }
        StringBuilder text = new StringBuilder();
        List<XmlNode> later = new ArrayList<>();
        inline(node, text, later);
        if (inCell > 0) {
            TextBlocks.readParagraph(text.toString(), (kind, unit) -> add(BlockKind.BLOCK_KIND_TABLE_CELL, unit));
        } else if (heading || title || isHeading(node.attribute("style-name"))) {
            add(BlockKind.BLOCK_KIND_HEADING, text.toString());
        } else if (lists > 0) {
            add(BlockKind.BLOCK_KIND_LIST_ITEM, text.toString());
        } else {
            TextBlocks.readParagraph(text.toString(), this::add);
        }
        int outside = lists;
        lists = 0;
        for (XmlNode note : later) {
            if (note.name().equals("annotation")) {
                String words = String.join(
                        "\n", note.below("p").stream().map(XmlNode::allText).toList());
                out.add(BlockKind.BLOCK_KIND_COMMENT, place(), words, true);
            } else {
                block(note);
            }
        }
        lists = outside;
    }

    private void inline(XmlNode holder, StringBuilder text, List<XmlNode> later) throws IOException {
        for (XmlNode node : holder.children()) {
            switch (node.name()) {
                case "" -> text.append(node.text().replace('\n', ' '));
                case "s" -> text.append(" ".repeat(Math.min(repeated(node, "c"), MOST_REPEATED)));
                case "tab" -> text.append('\t');
                case "line-break" -> text.append('\n');
                case "note" -> node.child("note-body").ifPresent(later::add);
                case "annotation" -> {
                    if (comments) {
                        later.add(node);
                    }
                }
                case "frame" -> {
                    List<XmlNode> objects = node.all("object");
                    if (objects.isEmpty()) {
                        later.add(node);
                    } else {
                        formula(objects.getFirst()).ifPresent(text::append);
                    }
                }
                case "custom-shape", "rect", "g" -> later.add(node);
                case "ruby" -> {
                    for (XmlNode base : node.all("ruby-base")) {
                        inline(base, text, later);
                    }
                }
                case "placeholder",
                        "hidden-text",
                        "hidden-paragraph",
                        "annotation-end",
                        "tracked-changes",
                        "desc",
                        "title" -> {}
                default -> {
                    if (!isHidden(node.attribute("style-name"))) {
                        inline(node, text, later);
                    }
                }
            }
        }
    }

    private boolean isHidden(String style) {
        XmlNode node = styles.get(style);
        return node != null
                && node.child("text-properties")
                        .filter(properties -> properties.attribute("display").equals("none"))
                        .isPresent();
    }

    private boolean isHeading(String style) {
        XmlNode node = styles.get(style);
        String parent = node == null ? "" : node.attribute("parent-style-name");
        return isHeadingName(style) || isHeadingName(parent);
    }

    private static boolean isHeadingName(String style) {
        String name = style.toLowerCase(Locale.ROOT);
        return name.startsWith("heading") && !name.startsWith("heading_20_contents")
                || name.equals("title")
                || name.equals("subtitle");
    }

    private Place place() {
        return Place.newBuilder().setPath(path).build();
    }

    private void add(BlockKind kind, String text) {
        out.add(kind, place(), text, boilerplate);
    }
}
