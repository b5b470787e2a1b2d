package dev.scriptorium.ingest.extraction.parse;

/** Text of shapes (DrawingML, ECMA-376 part 1, section 21). */
final class DrawingText {

    private DrawingText() {}

    /** The text of a paragraph, with its line breaks. */
    static String of(XmlNode paragraph) {
        StringBuilder text = new StringBuilder();
        for (XmlNode node : paragraph.elements()) {
            switch (node.name()) {
                case "r", "fld" -> node.all("t").forEach(words -> text.append(words.allText()));
                case "br" -> text.append('\n');
                case "oMath", "oMathPara", "m" -> text.append(Formula.linear(node));
                case "AlternateContent" ->
                    text.append(node.child("Choice")
                            .or(() -> node.child("Fallback"))
                            .map(DrawingText::of)
                            .orElse(""));
                default -> {}
            }
        }
        return text.toString();
    }

    /** Whether the paragraph has a bullet or a number of its own. */
    static boolean isListItem(XmlNode paragraph) {
        return paragraph
                .child("pPr")
                .filter(properties -> properties.child("buChar").isPresent()
                        || properties.child("buAutoNum").isPresent()
                        || properties.child("buBlip").isPresent())
                .isPresent();
    }
}
