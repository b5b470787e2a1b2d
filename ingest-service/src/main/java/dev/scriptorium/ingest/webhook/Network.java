package dev.scriptorium.ingest.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses that begin with the same bits, such as {@code 10.0.0.0/8}. */
record Network(InetAddress first, int bits) {

    private static final Pattern FORM = Pattern.compile("([0-9a-fA-F.:]+)/(\\d{1,3})");

    /** Fails with {@code IllegalArgumentException} on another form than CIDR's. */
    static Network parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw notOne(text, null);
        }
        InetAddress first;
        try {
            first = InetAddress.ofLiteral(matcher.group(1));
        } catch (IllegalArgumentException e) {
            throw notOne(text, e);
        }
        int bits = Integer.parseInt(matcher.group(2));
        // Java also reads addresses of fewer than four numbers.
        boolean unusual =
                first instanceof Inet4Address && !first.getHostAddress().equals(matcher.group(1));
        if (unusual || bits > first.getAddress().length * Byte.SIZE) {
            throw notOne(text, null);
        }
        return new Network(first, bits);
    }

    private static IllegalArgumentException notOne(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "A network must be an address and a number of bits, such as 10.20.0.0/16, not \"" + text + "\".",
                cause);
    }

    boolean contains(InetAddress address) {
        byte[] own = first.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((own[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
