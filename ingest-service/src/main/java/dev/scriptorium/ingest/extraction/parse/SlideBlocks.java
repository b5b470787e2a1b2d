package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A PowerPoint presentation (PresentationML, ECMA-376 part 1, section 19): titles, paragraphs and tables slide by slide,
 * then the notes of the slide. Hidden slides, charts and pictures are named as not read.
 */
final class SlideBlocks {

    private static final Set<String> TITLES = Set.of("title", "ctrTitle");
    private static final Set<String> REPEATED = Set.of("ftr", "hdr", "sldNum", "dt");

    private final OoxmlPackage container;
    private final PartWriter out;
    private final boolean comments;
    private String path = "";
    private int tables;
    private int pictures;
    private boolean titled;

    private SlideBlocks(OoxmlPackage container, PartWriter out, boolean comments) {
        this.container = container;
        this.out = out;
        this.comments = comments;
    }

    static void read(Path file, PartWriter out, boolean comments) throws IOException {
        try (OoxmlPackage container = new OoxmlPackage(file)) {
            new SlideBlocks(container, out, comments).read();
        }
    }

    private void read() throws IOException {
        String main = container.mainPart("ppt/presentation.xml");
        Map<String, String> targets = targets(main);
        XmlNode presentation = container.tree(main).orElseThrow(() -> new IOException("the presentation is missing"));
        int number = 0;
        for (XmlNode slide : presentation.below("sldId")) {
            String part = targets.getOrDefault(relationId(slide), "");
            number++;
            if (container.has(part)) {
                slide(part, number);
            }
        }
        if (pictures > 0) {
            out.unread(pictures == 1 ? "a picture" : pictures + " pictures");
        }
    }

    /** Of its two ids that which names a relation. */
    private static String relationId(XmlNode slide) {
        return slide.attribute("r:id").isEmpty() ? slide.attribute("id") : slide.attribute("r:id");
    }

    private Map<String, String> targets(String part) throws IOException {
        Map<String, String> targets = new HashMap<>();
        container.relations(part).forEach(relation -> targets.put(relation.id(), relation.target()));
        return targets;
    }

    private void slide(String part, int number) throws IOException {
        XmlNode slide = container.tree(part).orElseThrow();
        path = "slide " + number;
        if (List.of("0", "false").contains(slide.attribute("show"))) {
            out.unread("hidden " + path);
            return;
        }
        Map<String, String> targets = targets(part);
        titled = slide.below("ph").stream().anyMatch(placeholder -> TITLES.contains(placeholder.attribute("type")));
        shapes(slide, targets);
        titled = true;
        for (OoxmlPackage.Relation relation : container.relations(part)) {
            if (relation.type().equals("notesSlide")) {
                path = "slide " + number + ", notes";
                shapes(container.tree(relation.target()).orElse(XmlNode.ofText("")), Map.of());
                path = "slide " + number;
            } else if (relation.type().equals("comments") && comments) {
                for (XmlNode comment : container
                        .tree(relation.target())
                        .orElse(XmlNode.ofText(""))
                        .below("text")) {
                    add(BlockKind.BLOCK_KIND_COMMENT, comment.allText(), true);
                }
            }
        }
    }

    private void shapes(XmlNode holder, Map<String, String> targets) throws IOException {
        for (XmlNode node : holder.elements()) {
            switch (node.name()) {
                case "sp" -> shape(node);
                case "tbl" -> table(node);
                case "pic" -> pictures++;
                case "relIds" -> diagram(targets.getOrDefault(node.attribute("dm"), ""));
                case "chart" ->
                    ChartText.of(container
                                    .tree(targets.getOrDefault(node.attribute("id"), ""))
                                    .orElse(XmlNode.ofText("")))
                            .forEach(text -> add(BlockKind.BLOCK_KIND_TABLE_CELL, text, true));
                case "oleObj" -> out.unread("an embedded object on " + path);
                case "AlternateContent" ->
                    shapes(node.child("Choice").or(() -> node.child("Fallback")).orElse(node), targets);
                default -> shapes(node, targets);
            }
        }
    }

    private void shape(XmlNode shape) {
        String type = shape.below("ph").stream()
                .findFirst()
                .map(placeholder -> placeholder.attribute("type"))
                .orElse("");
        if (type.equals("sldImg")) {
            return;
        }
        for (XmlNode paragraph :
                shape.child("txBody").map(body -> body.all("p")).orElse(List.of())) {
            String text = DrawingText.of(paragraph);
            if (TITLES.contains(type) || !titled && Headings.looksLikeOne(text)) {
                titled = true;
                add(BlockKind.BLOCK_KIND_HEADING, text, false);
            } else if (DrawingText.isListItem(paragraph)) {
                add(BlockKind.BLOCK_KIND_LIST_ITEM, text, false);
            } else {
                boolean repeated = REPEATED.contains(type);
                titled |= !repeated && !text.isBlank();
                TextBlocks.readParagraph(text, (kind, unit) -> add(kind, unit, repeated));
            }
        }
    }

    private void table(XmlNode table) {
        String outside = path;
        int number = ++tables;
        int row = 0;
        for (XmlNode line : table.all("tr")) {
            row++;
            int column = 0;
            for (XmlNode cell : line.all("tc")) {
                path = outside + ", table " + number + ", row " + row + ", column " + ++column;
                for (XmlNode paragraph : cell.below("p")) {
                    add(BlockKind.BLOCK_KIND_TABLE_CELL, DrawingText.of(paragraph), false);
                }
            }
        }
        path = outside;
    }

    private void diagram(String part) throws IOException {
        for (XmlNode point : container.tree(part).orElse(XmlNode.ofText("")).below("pt")) {
            for (XmlNode paragraph : point.below("p")) {
                add(BlockKind.BLOCK_KIND_PARAGRAPH, DrawingText.of(paragraph), false);
            }
        }
    }

    private void add(BlockKind kind, String text, boolean boilerplate) {
        out.add(kind, Place.newBuilder().setPath(path).build(), text, boilerplate);
    }
}
