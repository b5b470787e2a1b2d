package dev.scriptorium.translator.text;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number as it stands in a text, with all that it can mean there.
 *
 * @param start of its first digit, offset in the text
 * @param readings "=" and the letters as they are, "v" and a value, "t" and minutes of half a day, "d" and the parts of a date
 * @param components its runs of digits
 */
public record Numeral(int start, int end, String text, Set<String> readings, List<Long> components) {

    /** Languages that write 1,234.5; the others write 1.234,5 or 1 234,5. */
    private static final Set<String> DECIMAL_POINT = Set.of("en", "zh", "ja", "ko", "he", "th", "hi");

    private static final Map<Character, String> FRACTIONS = Map.of(
            '½', "0.5", '¼', "0.25", '¾', "0.75", '⅓', "1/3", '⅔', "2/3", '⅛', "0.125", '⅜', "0.375", '⅝', "0.625", '⅞',
            "0.875");
    private static final String FRACTION = "½¼¾⅓⅔⅛⅜⅝⅞";
    private static final String SPACE = "[ \\u00a0\\u2009\\u202f]";
    private static final Pattern NUMBER = Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}(?!\\d)"
            + "|(?<!\\d)\\d{1,3}(?:" + SPACE + "\\d{3})+(?:[.,]\\d+)?(?!\\d)"
            + "|\\d+(?:[.,:/'’]\\d+)*+[" + FRACTION + "]?"
            + "|[" + FRACTION + "]");
    private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-4])[:.]([0-5]\\d)");
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final int LONGEST_COMPONENT = 18;
    private static final int LONGEST_VALUE = 40;

    public Numeral {
        readings = Set.copyOf(readings);
        components = List.copyOf(components);
    }

    /** The numbers of a text, in order. */
    public static List<Numeral> in(String text, String language) {
        List<Numeral> numbers = new ArrayList<>();
        Matcher number = NUMBER.matcher(asciiDigits(text));
        while (number.find()) {
            numbers.add(of(number.start(), number.end(), number.group(), language));
        }
        return numbers;
    }

    public boolean matches(Numeral other) {
        return !Collections.disjoint(readings, other.readings);
    }

    /** The value in the first reading of the language, or the only one; empty for dates, times and versions. */
    public Optional<String> value() {
        return readings.stream().filter(reading -> reading.startsWith("v")).findFirst();
    }

    /** The value that this number would have in a language that uses the other decimal sign. */
    Optional<String> valueOtherwise(String language) {
        return value(text, DECIMAL_POINT.contains(language) ? ',' : '.');
    }

    /** A date or a time. */
    public boolean compound() {
        return components.size() >= 3 || has("t");
    }

    /** One number in groups, as 1,350,000: they are no parts that could change their order. */
    public boolean grouped() {
        return components.size() >= 3 && has("v");
    }

    public boolean decimal() {
        return readings.stream().anyMatch(reading -> reading.startsWith("v") && reading.contains("."));
    }

    public long largest() {
        return components.isEmpty() ? 0 : Collections.max(components);
    }

    /** The same number where only its value in this language counts, not how it is written. */
    Numeral byValue() {
        Optional<String> value = value();
        return value.isEmpty() ? this : new Numeral(start, end, text, Set.of(value.get()), components);
    }

    private boolean has(String kind) {
        return readings.stream().anyMatch(reading -> reading.startsWith(kind));
    }

    private static Numeral of(int start, int end, String token, String language) {
        List<Long> components = DIGITS.matcher(token)
                .results()
                .map(digits ->
                        digits.group().length() > LONGEST_COMPONENT ? Long.MAX_VALUE : Long.parseLong(digits.group()))
                .toList();
        Set<String> readings = new HashSet<>();
        readings.add("=" + token.replaceAll(SPACE, " "));
        fraction(token).ifPresentOrElse(readings::addAll, () -> {
            boolean point = DECIMAL_POINT.contains(language);
            value(token, point ? '.' : ',')
                    .or(() -> value(token, point ? ',' : '.'))
                    .ifPresent(readings::add);
        });
        Matcher time = TIME.matcher(token);
        if (time.matches()) {
            int minutes = Integer.parseInt(time.group(1)) * 60 + Integer.parseInt(time.group(2));
            readings.add("t" + minutes % (12 * 60));
        }
        boolean oneNumber = readings.stream().anyMatch(reading -> reading.startsWith("v"));
        if (components.size() >= 3 && !oneNumber) {
            readings.add("d" + components.stream().sorted().toList());
        }
        return new Numeral(start, end, token, readings, components);
    }

    /** ½ is 0.5 and may be written 1/2; 2½ is 2.5. */
    private static Optional<Set<String>> fraction(String token) {
        String fraction = FRACTIONS.get(token.charAt(token.length() - 1));
        if (fraction == null) {
            return Optional.empty();
        }
        String whole = token.substring(0, token.length() - 1);
        String parts = java.text.Normalizer.normalize(
                        token.substring(token.length() - 1), java.text.Normalizer.Form.NFKC)
                .replace('⁄', '/');
        if (!whole.isEmpty()) {
            return !fraction.contains("/") && whole.matches("\\d{1,9}")
                    ? Optional.of(Set.of("v" + whole + fraction.substring(1)))
                    : Optional.of(Set.of());
        }
        return Optional.of(fraction.contains("/") ? Set.of("=" + parts) : Set.of("v" + fraction, "=" + parts));
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

    /** With digits of other scripts as 0 to 9; offsets stay the same. */
    private static String asciiDigits(String text) {
        var digits = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter > 0x7F && Character.getType(letter) == Character.DECIMAL_DIGIT_NUMBER) {
                digits.setCharAt(i, (char) ('0' + Character.digit(letter, 10)));
            }
        }
        return digits.toString();
    }
}
