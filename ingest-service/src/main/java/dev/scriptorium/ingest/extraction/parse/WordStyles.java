package dev.scriptorium.ingest.extraction.parse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The paragraph styles of a Word document; what a style does not say, the style that it is based on says. */
final class WordStyles {

    private static final Pattern HEADING = Pattern.compile("heading \\d|title|subtitle");
    private static final int LONGEST_CHAIN = 20;

    private final Map<String, XmlNode> styles = new HashMap<>();

    /** @param tree of the part with the styles */
    WordStyles(XmlNode tree) {
        tree.all("style").forEach(style -> styles.put(style.attribute("styleId"), style));
    }

    /** Named as a heading, or with an outline level of one. */
    boolean isHeading(String style) {
        return isSo(style, node -> HEADING.matcher(name(node)).matches() || isOutlined(node));
    }

    /** The numbering that a style or one of its bases has. */
    Optional<XmlNode> numbering(String style) {
        return chain(style).stream()
                .map(node -> node.child("pPr").flatMap(properties -> properties.child("numPr")))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A table of contents repeats the headings. */
    boolean isContents(String style) {
        return isSo(style, node -> name(node).startsWith("toc "));
    }

    boolean isHidden(String style) {
        return isSo(
                style, node -> node.child("rPr").filter(WordStyles::isHidden).isPresent());
    }

    /** Whether properties of a run hide it. */
    static boolean isHidden(XmlNode properties) {
        return properties.child("vanish").filter(WordStyles::isOn).isPresent();
    }

    static boolean isOn(XmlNode toggle) {
        String value = toggle.attribute("val");
        return !value.equals("0") && !value.equals("false") && !value.equals("off");
    }

    private static boolean isOutlined(XmlNode style) {
        return style.setting("pPr", "outlineLvl")
                .filter(level -> !level.equals("9"))
                .isPresent();
    }

    private static String name(XmlNode style) {
        return style.child("name").map(name -> name.attribute("val")).orElse("").toLowerCase(Locale.ROOT);
    }

    private boolean isSo(String style, Predicate<XmlNode> property) {
        return chain(style).stream().anyMatch(property);
    }

    private List<XmlNode> chain(String style) {
        List<XmlNode> chain = new ArrayList<>();
        XmlNode node = styles.get(style);
        while (node != null && chain.size() < LONGEST_CHAIN) {
            chain.add(node);
            node = styles.get(
                    node.child("basedOn").map(base -> base.attribute("val")).orElse(""));
        }
        return chain;
    }
}
