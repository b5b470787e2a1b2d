package dev.scriptorium.ingest.webhook;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks the addresses of webhooks: their form when they are given, and where they lead before each attempt. Thread-safe.
 */
final class WebhookAddresses {

    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    /** Read as an IPv4 address in some notation by some resolver: {@code 2130706433}, {@code 0x7f.1}, {@code 0177.0.0.1}. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:\\d+|0[xX][0-9a-fA-F]*)\\.?");

    private static final int LAST_PORT = 65_535;

    private final AddressRules rules;
    private final boolean allowHttp;
    private final int longest;
    private final Resolver resolver;

    WebhookAddresses(AddressRules rules, boolean allowHttp, int longest, Resolver resolver) {
        this.rules = rules;
        this.allowHttp = allowHttp;
        this.longest = longest;
        this.resolver = resolver;
    }

    /** Asks the name service. */
    @FunctionalInterface
    interface Resolver {

        /** All addresses of a host; empty where it is unknown. May take long. */
        List<InetAddress> resolve(String host);
    }

    /** Fails with {@code BAD_REQUEST} on what can never be called. Asks no name service. */
    URI parse(String text) {
        if (text.length() > longest) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED,
                    "url may have at most " + longest + " characters, not " + text.length() + ".");
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new FailureException(FailureCode.BAD_REQUEST, "url must be a URL in ASCII.", e);
        }
        require(isAllowedScheme(url), schemeRule());
        require(url.getHost() != null, "url must have a host, in ASCII.");
        require(url.getRawUserInfo() == null, "url must not have a user or a password; the signature shows who sends.");
        require(url.getRawFragment() == null, "url must not have a fragment.");
        require(url.getPort() != 0 && url.getPort() <= LAST_PORT, "The port of url must be from 1 to 65535.");
        require(text.chars().allMatch(character -> character < 0x80), "url must be a URL in ASCII.");
        String host = host(url);
        boolean literal = isLiteral(url);
        require(
                literal || !ENDS_IN_NUMBER.matcher(host).matches(),
                "The host of url must be a name, or an address in its usual notation such as 192.0.2.1.");
        require(!literal || rules.allow(InetAddress.ofLiteral(host)), refusal());
        boolean local = host.equals("localhost") || host.endsWith(".localhost");
        require(!local || rules.allow(InetAddress.getLoopbackAddress()), refusal());
        return url;
    }

    /**
     * The address to connect to, checked. Fails with {@code BAD_REQUEST} where the host has an address that is not allowed, and
     * with {@code DEPENDENCY_UNAVAILABLE} where it has none.
     */
    InetAddress resolve(URI url) {
        // What is allowed may have changed since the address was given.
        require(isAllowedScheme(url), schemeRule());
        String host = host(url);
        List<InetAddress> found =
                isLiteral(url) ? List.of(InetAddress.ofLiteral(host)) : List.copyOf(resolver.resolve(host));
        require(found.stream().allMatch(rules::allow), refusal());
        return found.stream()
                .findFirst()
                .orElseThrow(
                        () -> new FailureException(FailureCode.DEPENDENCY_UNAVAILABLE, "The host of url is unknown."));
    }

    /** Without the brackets of an IPv6 address. */
    static String host(URI url) {
        return url.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    }

    private static boolean isLiteral(URI url) {
        return url.getHost().startsWith("[") || IPV4.matcher(url.getHost()).matches();
    }

    private boolean isAllowedScheme(URI url) {
        return Optional.ofNullable(url.getScheme())
                .map(scheme -> scheme.equalsIgnoreCase("https") || allowHttp && scheme.equalsIgnoreCase("http"))
                .orElse(false);
    }

    private String schemeRule() {
        return allowHttp ? "url must begin with https:// or http://." : "url must begin with https://.";
    }

    private static String refusal() {
        return "url must lead to a public address, or to one of scriptorium.ingest.webhooks.allowed-networks.";
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new FailureException(FailureCode.BAD_REQUEST, rule);
        }
    }
}
