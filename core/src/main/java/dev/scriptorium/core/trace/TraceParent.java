package dev.scriptorium.core.trace;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code traceparent} header: which trace a piece of work belongs to and which span caused it.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context, section 3.2</a>
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {

    private static final Pattern HEADER =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");

    public TraceParent {
        if (!TRACE_ID.matcher(traceId).matches()) {
            throw new IllegalArgumentException("traceId must be 32 hexadecimal digits, not all zero: " + traceId);
        }
        if (!SPAN_ID.matcher(spanId).matches()) {
            throw new IllegalArgumentException("spanId must be 16 hexadecimal digits, not all zero: " + spanId);
        }
    }

    /** The first span of a new trace. */
    public static TraceParent start(RandomGenerator random) {
        return new TraceParent(hex(nonZero(random)) + hex(random.nextLong()), hex(nonZero(random)), true);
    }

    /** Reads a header; empty where it is not valid, as the specification asks. */
    public static Optional<TraceParent> parse(String header) {
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(matcher.group(3), 16) & 1) == 1;
        return Optional.of(new TraceParent(matcher.group(1), matcher.group(2), sampled));
    }

    /** A new span of the same trace. */
    public TraceParent child(RandomGenerator random) {
        return new TraceParent(traceId, hex(nonZero(random)), sampled);
    }

    /** As it is sent, version 00. */
    public String header() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    private static long nonZero(RandomGenerator random) {
        long bits;
        do {
            bits = random.nextLong();
        } while (bits == 0);
        return bits;
    }

    private static String hex(long bits) {
        return HexFormat.of().toHexDigits(bits);
    }
}
