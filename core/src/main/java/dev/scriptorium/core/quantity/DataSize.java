package dev.scriptorium.core.quantity;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as {@code 512B}, {@code 64KiB}, {@code 40MiB} or {@code 5GiB}. */
public record DataSize(long toBytes) implements Comparable<DataSize> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB)");
    private static final Map<String, Long> UNITS = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    public DataSize {
        if (toBytes < 0) {
            throw new IllegalArgumentException("a size must not be negative: " + toBytes);
        }
    }

    public static DataSize parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a size is a number and one of B, KiB, MiB, GiB, such as 40MiB: " + text);
        }
        return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2))));
    }

    /** For configuration: the same as {@link #parse}. */
    public static DataSize valueOf(String text) {
        return parse(text);
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(toBytes, other.toBytes);
    }

    /** In the largest unit that gives a whole number. */
    @Override
    public String toString() {
        for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
            long bytes = UNITS.get(unit);
            if (toBytes >= bytes && toBytes % bytes == 0) {
                return toBytes / bytes + unit;
            }
        }
        return toBytes + "B";
    }
}
