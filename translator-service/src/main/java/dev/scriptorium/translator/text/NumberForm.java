package dev.scriptorium.translator.text;

import java.util.List;
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

    private static final String SPACES = "[\\u00a0\\u2009\\u202f]";
    private static final Pattern COMMAS_AND_POINT = Pattern.compile("(\\d{1,3}(?:,\\d{3})+)(?:\\.(\\d+))?");
    private static final Pattern FRACTION_AFTER_POINT = Pattern.compile("(\\d+)\\.(\\d+)");
    private static final Pattern FRACTION_AFTER_COMMA =
            Pattern.compile("(\\d{1,3}(?:\\.\\d{3})+|\\d{1,3}(?:[ \\u00a0\\u2009\\u202f]\\d{3})+|\\d+),(\\d+)");
    /** Three groups; one point alone may be a version's, and four parts an address. */
    private static final Pattern POINTS = Pattern.compile("(\\d{1,3}\\.\\d{3}\\.\\d{3})");

    private static final Pattern GROUPS = Pattern.compile("(\\d{1,3}(?:\\.\\d{3})+|\\d{1,3}(?: \\d{3})+)");
    private static final Pattern FIXED_SPACES = Pattern.compile("(\\d{1,3}(?:" + SPACES + "\\d{3})+)");

    /**
     * A number of a text in the form of another language. One that is not certain to be an amount is rewritten only where it
     * can be nothing else: {@code 1,234.5} and {@code 1,234} in English, {@code 1.234,5}, {@code 1,5} and {@code 1.234.567} in
     * the others; versions, dates and addresses stay as they are.
     *
     * @param certain whether the number is an amount, so that {@code 2.5} in English and {@code 1.500} in German are
     *     rewritten, too
     */
    public static String rewritten(String number, boolean certain, String from, String to) {
        NumberForm source = BY_LANGUAGE.get(from);
        NumberForm target = BY_LANGUAGE.get(to);
        if (source == null || target == null || source.equals(target)) {
            return number;
        }
        List<Pattern> forms = source.decimal().equals(".")
                ? certain ? List.of(COMMAS_AND_POINT, FRACTION_AFTER_POINT) : List.of(COMMAS_AND_POINT)
                : certain
                        ? List.of(FRACTION_AFTER_COMMA, GROUPS, FIXED_SPACES)
                        : List.of(FRACTION_AFTER_COMMA, POINTS, FIXED_SPACES);
        return forms.stream()
                .map(form -> form.matcher(number))
                .filter(Matcher::matches)
                .findFirst()
                .map(target::write)
                .orElse(number);
    }

    private String write(Matcher parts) {
        String fraction = parts.groupCount() < 2 ? null : parts.group(2);
        return grouped(parts.group(1)) + (fraction == null ? "" : decimal + fraction);
    }

    private String grouped(String whole) {
        return whole.matches("\\d+") ? whole : whole.replaceAll("\\D", Matcher.quoteReplacement(group));
    }
}
