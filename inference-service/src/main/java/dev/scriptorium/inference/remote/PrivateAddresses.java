package dev.scriptorium.inference.remote;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * Keeps requests from this machine and private networks, but for the hosts that the operator names. It resolves a name as the
 * HTTP client does right after it, which takes the JVM's cached answer.
 *
 * @param allowed hosts that may have private addresses
 */
record PrivateAddresses(Set<String> allowed) {

    /**
     * @throws FailureException {@code MODEL_UNKNOWN} where a request may not go there, {@code DEPENDENCY_UNAVAILABLE} where
     *     the host has no address at the moment
     */
    void check(URI address) {
        String host = address.getHost();
        if (allowed.contains(host)) {
            return;
        }
        if (!address.getScheme().equals("https")) {
            throw refused(host + " is called without encryption");
        }
        try {
            for (InetAddress found : InetAddress.getAllByName(host)) {
                if (isPrivate(found)) {
                    throw refused(host + " has the private address " + found.getHostAddress());
                }
            }
        } catch (UnknownHostException e) {
            throw new FailureException(
                    FailureCode.DEPENDENCY_UNAVAILABLE, "The host " + host + " of the remote model is not known", e);
        }
    }

    private static FailureException refused(String reason) {
        return new FailureException(
                FailureCode.MODEL_UNKNOWN,
                reason + "; list it in scriptorium.inference.remote.private-hosts to allow that");
    }

    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        boolean special = address instanceof Inet4Address
                // RFC 6890: this network, shared between providers, protocol assignments, benchmarks, reserved
                ? first == 0
                        || first == 100 && second >= 64 && second < 128
                        || first == 192 && second == 0 && bytes[2] == 0
                        || first == 198 && (second == 18 || second == 19)
                        || first >= 240
                // RFC 4193: unique local addresses; RFC 6052: addresses of IPv4 behind a translator
                : (first & 0xFE) == 0xFC || first == 0 && second == 0x64;
        return special
                || address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
    }
}
