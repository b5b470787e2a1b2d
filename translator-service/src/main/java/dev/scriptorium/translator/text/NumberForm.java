package dev.scriptorium.translator.text;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a language writes large numbers and fractions.
 *
 * @param group between groups of three digits
 * @param decimal before the fraction
 */
public record NumberForm(String group, String decimal) {

    private static final String NARROW_SPACE = "\u202f";
    private static final NumberForm POINTS_AND_COMMA = new NumberForm(".", ",");

    private static final Map<String, NumberForm> BY_LANGUAGE = Map.of(
            "en", new NumberForm(",", "."),
            "de", POINTS_AND_COMMA,
            "es", POINTS_AND_COMMA,
            "it", POINTS_AND_COMMA,
            "fr", new NumberForm(NARROW_SPACE, ","));

    private static final Pattern COMMAS_AND_POINT = Pattern.compile("(\\d{1,3}(?:,\\d{3})+)(?:\\.(\\d+))?");
    private static final Pattern FRACTION_AFTER_COMMA =
            Pattern.compile("(\\d{1,3}(?:\\.\\d{3})+|\\d{1,3}(?:[ \\u00a0\\u2009\\u202f]\\d{3})+|\\d+),(\\d+)");
    /** Three groups; one point alone may be a version's, and four parts an address. */
    private static final Pattern POINTS = Pattern.compile("(\\d{1,3}\\.\\d{3}\\.\\d{3})");

    /**
     * A number of a text in the form of another language, where it can be nothing else in its own: {@code 1,234.5} and
     * {@code 1,234} in English, {@code 1.234,5}, {@code 1,5} and {@code 1.234.567} in the others. All else, such as versions,
     * dates and addresses, stays as it is.
     */
    public static String rewritten(String number, String from, String to) {
        NumberForm source = BY_LANGUAGE.get(from);
        NumberForm target = BY_LANGUAGE.get(to);
        if (source == null || target == null || source.equals(target)) {
            return number;
        }
        if (source.decimal().equals(".")) {
            return target.write(COMMAS_AND_POINT.matcher(number), number);
        }
        return target.write(FRACTION_AFTER_COMMA.matcher(number), target.write(POINTS.matcher(number), number));
    }

    private String write(Matcher parts, String otherwise) {
        if (!parts.matches()) {
            return otherwise;
        }
        String whole = Matcher.quoteReplacement(group);
        String fraction = parts.groupCount() < 2 ? null : parts.group(2);
        return parts.group(1).replaceAll("\\D", whole) + (fraction == null ? "" : decimal + fraction);
    }
}
