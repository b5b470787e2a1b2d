package dev.scriptorium.ingest.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses a webhook may lead to: public ones by the registries of IANA, and those of the networks that the operator allows. Java
 * turns an IPv4-mapped IPv6 address into the IPv4 address, so that it is judged as that.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4 special-purpose addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6 special-purpose addresses</a>
 */
final class AddressRules {

    private static final List<Network> UNICAST = networks("0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3", "2000::/3");

    private static final List<Network> SPECIAL = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            // Protocols, among them Teredo, which carries IPv4 addresses.
            "2001::/23",
            "2001:db8::/32",
            // 6to4, which carries IPv4 addresses.
            "2002::/16",
            "3fff::/20");

    private final List<Network> allowed;

    /** @param allowed networks that are not public */
    AddressRules(List<Network> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    boolean allow(InetAddress address) {
        return isIn(allowed, address) || isIn(UNICAST, address) && !isIn(SPECIAL, address);
    }

    private static boolean isIn(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::parse).toList();
    }
}
