package dev.scriptorium.ingest.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which names a client may call the service by, and which web sites may send it requests that change something.
 *
 * <p>A page on the web can make a browser call a service on the same machine: under the page's own name (DNS rebinding),
 * which the Host header shows, or from the page's own origin, which Origin and Sec-Fetch-Site show. Addresses and names
 * without a dot cannot be rebound, because no web site has such a name.
 */
final class AllowedCallers {

    private static final Pattern IP_V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    /** A wildcard for these would be the whole web. */
    private static final Set<String> WEB = Set.of("http", "https");

    private final List<String> hosts;
    private final Set<String> origins;

    AllowedCallers(List<String> hosts, List<String> origins) {
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        this.origins = Set.copyOf(
                origins.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList());
    }

    /** The name without a port, as the Host header or {@code :authority} gives it. */
    boolean allowsHost(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return false;
        }
        String host = name.toLowerCase(Locale.ROOT);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        boolean address = host.startsWith("[")
                || host.indexOf(':') >= 0
                || IP_V4.matcher(host).matches();
        return address || host.indexOf('.') < 0 || host.endsWith(".localhost") || isListed(host);
    }

    /** Whether a request that changes something may come from there. Programs other than browsers send neither header. */
    boolean allowsOrigin(@Nullable String origin, @Nullable String fetchSite, @Nullable String authority) {
        if (isListedOrigin(origin)) {
            return true;
        }
        boolean crossSite = "cross-site".equalsIgnoreCase(fetchSite) || "same-site".equalsIgnoreCase(fetchSite);
        return !crossSite && (origin == null || isOwn(origin, authority));
    }

    /** Whether the origin is in the list; {@code moz-extension://*} lists all extensions of this kind. */
    boolean isListedOrigin(@Nullable String origin) {
        if (origin == null) {
            return false;
        }
        String lower = origin.toLowerCase(Locale.ROOT);
        int scheme = lower.indexOf("://");
        return origins.contains(lower)
                || scheme > 0
                        && !WEB.contains(lower.substring(0, scheme))
                        && origins.contains(lower.substring(0, scheme) + "://*");
    }

    private boolean isListed(String host) {
        return hosts.stream()
                .anyMatch(allowed -> allowed.equals("*")
                        || allowed.equals(host)
                        || allowed.startsWith("*.") && host.endsWith(allowed.substring(1)));
    }

    private static boolean isOwn(String origin, @Nullable String authority) {
        try {
            URI uri = URI.create(origin);
            return authority != null && authority.equalsIgnoreCase(uri.getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
