package dev.scriptorium.translator.check;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number as it stands in a text, with all that it can mean there.
 *
 * @param readings "=" and the letters as they are, "v" and a value, "t" and minutes of half a day, "d" and the parts of a date
 * @param components its runs of digits
 */
record NumberToken(Set<String> readings, List<Long> components) {

    /** Languages that write 1,234.5; the others write 1.234,5 or 1 234,5. */
    private static final Set<String> DECIMAL_POINT = Set.of("en", "zh", "ja", "ko", "he", "th", "hi");

    private static final String SPACE = "[ \\u00a0\\u2009\\u202f]";
    private static final Pattern NUMBER = Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}(?!\\d)"
            + "|(?<!\\d)\\d{1,3}(?:" + SPACE + "\\d{3})+(?:[.,]\\d+)?(?!\\d)"
            + "|\\d+(?:[.,:/'’]\\d+)*+");
    private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-4])[:.]([0-5]\\d)");
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final int LONGEST_COMPONENT = 18;
    private static final int LONGEST_VALUE = 40;

    static List<NumberToken> in(String text, String language) {
        List<NumberToken> numbers = new ArrayList<>();
        Matcher number = NUMBER.matcher(asciiDigits(text));
        while (number.find()) {
            numbers.add(of(number.group(), language));
        }
        return numbers;
    }

    boolean matches(NumberToken other) {
        return !Collections.disjoint(readings, other.readings);
    }

    /** A date or a time. */
    boolean compound() {
        return components.size() >= 3 || has("t");
    }

    /** One number in groups, as 1,350,000: they are no parts that could change their order. */
    boolean grouped() {
        return components.size() >= 3 && has("v");
    }

    private boolean has(String kind) {
        return readings.stream().anyMatch(reading -> reading.startsWith(kind));
    }

    boolean decimal() {
        return readings.stream().anyMatch(reading -> reading.startsWith("v") && reading.contains("."));
    }

    long largest() {
        return Collections.max(components);
    }

    private static NumberToken of(String token, String language) {
        List<Long> components = DIGITS.matcher(token)
                .results()
                .map(digits ->
                        digits.group().length() > LONGEST_COMPONENT ? Long.MAX_VALUE : Long.parseLong(digits.group()))
                .toList();
        Set<String> readings = new HashSet<>();
        readings.add("=" + token.replaceAll(SPACE, " "));
        boolean point = DECIMAL_POINT.contains(language);
        value(token, point ? '.' : ',')
                .or(() -> value(token, point ? ',' : '.'))
                .ifPresent(readings::add);
        Matcher time = TIME.matcher(token);
        if (time.matches()) {
            int minutes = Integer.parseInt(time.group(1)) * 60 + Integer.parseInt(time.group(2));
            readings.add("t" + minutes % (12 * 60));
        }
        boolean oneNumber = readings.stream().anyMatch(reading -> reading.startsWith("v"));
        if (components.size() >= 3 && !oneNumber) {
            readings.add("d" + components.stream().sorted().toList());
        }
        return new NumberToken(Set.copyOf(readings), components);
    }

    /** The value, where the token is one number written with this decimal sign and with groups of three. */
    private static Optional<String> value(String token, char decimal) {
        String groups = decimal == '.' ? "[,'’ \\u00a0\\u2009\\u202f]" : "[.'’ \\u00a0\\u2009\\u202f]";
        String sign = decimal == '.' ? "\\." : ",";
        if (token.length() > LONGEST_VALUE
                || !token.matches("(?:\\d{1,3}(?:" + groups + "\\d{3})+|\\d+)(?:" + sign + "\\d+)?")) {
            return Optional.empty();
        }
        String plain = token.replaceAll(groups, "").replace(decimal, '.');
        return Optional.of("v" + new BigDecimal(plain).stripTrailingZeros().toPlainString());
    }

    private static String asciiDigits(String text) {
        var digits = new StringBuilder(text.length());
        text.codePoints()
                .forEach(letter -> digits.appendCodePoint(
                        Character.getType(letter) == Character.DECIMAL_DIGIT_NUMBER
                                ? '0' + Character.digit(letter, 10)
                                : letter));
        return digits.toString();
    }
}
