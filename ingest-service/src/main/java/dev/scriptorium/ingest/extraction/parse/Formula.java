package dev.scriptorium.ingest.extraction.parse;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes formulas of Word (Office Math, ECMA-376 part 1, section 22.1) and MathML in one line: {@code 1/2}, {@code 10^6},
 * {@code x_1}, {@code sqrt(b^2-4ac)}. Without the signs, a fraction would read as another number.
 */
final class Formula {

    private static final Pattern ATOM = Pattern.compile("[\\p{L}\\p{M}]|[\\p{Nd}.,]+|");

    private Formula() {}

    static String linear(XmlNode node) {
        return switch (node.name()) {
            case "" -> node.text();
            // Office Math
            case "f" -> fraction(node);
            case "sSup" -> in(node, "e") + "^" + group(in(node, "sup"));
            case "sSub" -> in(node, "e") + "_" + group(in(node, "sub"));
            case "sSubSup" -> in(node, "e") + "_" + group(in(node, "sub")) + "^" + group(in(node, "sup"));
            case "sPre" -> "_" + group(in(node, "sub")) + "^" + group(in(node, "sup")) + in(node, "e");
            case "rad" -> root(in(node, "deg"), in(node, "e"));
            case "nary" ->
                node.setting("naryPr", "chr").orElse("∫")
                        + script("_", in(node, "sub"))
                        + script("^", in(node, "sup"))
                        + " "
                        + in(node, "e");
            case "d" -> delimited(node);
            case "func" -> in(node, "fName") + " " + in(node, "e");
            case "limLow" -> in(node, "e") + script("_", in(node, "lim"));
            case "limUpp" -> in(node, "e") + script("^", in(node, "lim"));
            case "m" -> "[" + joined(node.all("mr"), "; ") + "]";
            case "mr" -> joined(node.all("e"), ", ");
            case "eqArr" -> joined(node.all("e"), "; ");
            // MathML
            case "mfrac" -> over(part(node, 0), part(node, 1));
            case "msup", "mover" -> part(node, 0) + script("^", part(node, 1));
            case "msub", "munder" -> part(node, 0) + script("_", part(node, 1));
            case "msubsup", "munderover" -> part(node, 0) + script("_", part(node, 1)) + script("^", part(node, 2));
            case "msqrt" -> root("", all(node));
            case "mroot" -> root(part(node, 1), part(node, 0));
            case "mtable" -> "[" + joined(node.elements(), "; ") + "]";
            case "mtr" -> joined(node.elements(), ", ");
            case "mfenced" -> "(" + joined(node.elements(), ", ") + ")";
            case "semantics" -> part(node, 0);
            case "annotation", "annotation-xml" -> "";
            default -> node.name().endsWith("Pr") ? "" : all(node);
        };
    }

    private static String all(XmlNode node) {
        return node.children().stream().map(Formula::linear).collect(Collectors.joining());
    }

    private static String in(XmlNode node, String name) {
        return joined(node.all(name), "").strip();
    }

    private static String part(XmlNode node, int index) {
        List<XmlNode> elements = node.elements();
        return index < elements.size() ? linear(elements.get(index)).strip() : "";
    }

    private static String joined(List<XmlNode> nodes, String separator) {
        return nodes.stream().map(node -> linear(node).strip()).collect(Collectors.joining(separator));
    }

    private static String fraction(XmlNode node) {
        boolean binomial = node.setting("fPr", "type").filter("noBar"::equals).isPresent();
        return binomial
                ? "binom(" + in(node, "num") + ", " + in(node, "den") + ")"
                : over(in(node, "num"), in(node, "den"));
    }

    private static String over(String numerator, String denominator) {
        return group(numerator) + "/" + group(denominator);
    }

    private static String root(String degree, String radicand) {
        return degree.isBlank() ? "sqrt(" + radicand + ")" : "root(" + degree + ", " + radicand + ")";
    }

    private static String delimited(XmlNode node) {
        String separator = node.setting("dPr", "sepChr").orElse("|");
        return node.setting("dPr", "begChr").orElse("(")
                + joined(node.all("e"), separator)
                + node.setting("dPr", "endChr").orElse(")");
    }

    private static String script(String sign, String text) {
        return text.isBlank() ? "" : sign + group(text.strip());
    }

    /** One letter or one number as it is, anything longer in brackets. */
    private static String group(String text) {
        return ATOM.matcher(text).matches() ? text : "(" + text + ")";
    }
}
