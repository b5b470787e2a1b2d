package dev.scriptorium.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAddressesTest {

    private static final int LONGEST = 100;

    private final WebhookAddresses strict = addresses(false, List.of(), "93.184.216.34");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.org/a/b?c=d",
                "https://hooks.example.org:8443/",
                "https://93.184.216.34/",
                "https://[2606:2800:220:1:248:1893:25c8:1946]/",
                "HTTPS://HOOKS.example.org"
            })
    void takesAddressesThatCanBePublic(String url) {
        assertThat(strict.parse(url)).isEqualTo(URI.create(url));
    }

    @ParameterizedTest
    @CsvSource({
        "http://hooks.example.org/, must begin with https://",
        "ftp://hooks.example.org/, must begin with https://",
        "file:///etc/passwd, must begin with https://",
        "hooks.example.org, must begin with https://",
        "https:///path, must have a host",
        "https://höoks.example.org/, ASCII",
        "https://hooks.example.org/ü, ASCII",
        "https://user:word@hooks.example.org/, must not have a user",
        "https://hooks.example.org@127.0.0.1/, must not have a user",
        "https://hooks.example.org/#part, must not have a fragment",
        "https://hooks.example.org:0/, from 1 to 65535",
        "https://hooks.example.org:65536/, from 1 to 65535",
        "https://a b/, must be a URL",
        "'https://hooks.example.org/\r\nX: y', must be a URL",
    })
    void refusesOtherForms(String url, String reason) {
        assertThatThrownBy(() -> strict.parse(url)).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "198.18.0.1",
                "192.0.2.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "[::]",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[0:0:0:0:0:0:0:1]",
                "[fe80::1]",
                "[fec0::1]",
                "[fc00::1]",
                "[fd12:3456:789a::1]",
                "[ff02::1]",
                "[64:ff9b::7f00:1]",
                "[2001::1]",
                "[2001:db8::1]",
                "[2002:7f00:1::]",
                "localhost",
                "LOCALHOST",
                "a.localhost"
            })
    void refusesAddressesThatAreNotPublic(String host) {
        assertThatThrownBy(() -> strict.parse("https://" + host + "/")).hasMessageContaining("public address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "017700000001",
                "0177.0.0.1",
                "127.1",
                "127.0.1",
                "127.0.0.1.",
                "1.1.1.256",
                "010.0.0.1",
                "00.0.0.0"
            })
    void refusesAddressesInUnusualNotations(String host) {
        assertThatThrownBy(() -> strict.parse("https://" + host + "/")).isInstanceOf(FailureException.class);
    }

    @Test
    void takesAUrlAsLongAsAllowedAndNotOneCharacterMore() {
        String longest = "https://hooks.example.org/" + "a".repeat(LONGEST - 26);

        assertThat(strict.parse(longest)).hasToString(longest);
        assertThatThrownBy(() -> strict.parse(longest + "a")).hasMessageContaining("at most 100 characters, not 101");
    }

    @Test
    void refusesANameOfWhichOneAddressIsPrivate() {
        WebhookAddresses both = addresses(false, List.of(), "93.184.216.34", "10.0.0.1");

        assertThatThrownBy(() -> both.resolve(URI.create("https://hooks.example.org/")))
                .hasMessageContaining("public address");
    }

    @Test
    void connectsToTheAddressThatItCheckedWhateverTheNameServiceSaysNext() throws Exception {
        // Given a name that leads to a public address first, and to this machine from then on
        Iterator<InetAddress> answers = List.of(
                        InetAddress.ofLiteral("93.184.216.34"), InetAddress.getLoopbackAddress())
                .iterator();
        List<String> asked = new ArrayList<>();
        WebhookAddresses rebinding = new WebhookAddresses(new AddressRules(List.of()), false, LONGEST, host -> {
            asked.add(host);
            return List.of(answers.next());
        });

        InetAddress checked = rebinding.resolve(URI.create("https://rebind.example.org/"));

        assertThat(checked.getHostAddress()).isEqualTo("93.184.216.34");
        assertThat(asked).containsExactly("rebind.example.org");
        assertThatThrownBy(() -> rebinding.resolve(URI.create("https://rebind.example.org/")))
                .hasMessageContaining("public address");
    }

    @Test
    void saysThatAHostIsUnknown() {
        assertThatThrownBy(() -> addresses(false, List.of()).resolve(URI.create("https://none.example.org/")))
                .hasMessageContaining("unknown");
    }

    @Test
    void takesWhatTheOperatorAllows() {
        WebhookAddresses allowed = addresses(true, List.of("127.0.0.0/8", "fd00::/8"), "10.0.0.1");

        assertThat(allowed.parse("http://localhost:9000/")).isNotNull();
        assertThat(allowed.parse("http://[fd00::1]/")).isNotNull();
        assertThat(allowed.resolve(URI.create("http://127.0.0.1/")).isLoopbackAddress())
                .isTrue();
        assertThatThrownBy(() -> allowed.parse("http://10.0.0.1/")).hasMessageContaining("public address");
        assertThatThrownBy(() -> allowed.resolve(URI.create("http://hooks.example.org/")))
                .hasMessageContaining("public address");
    }

    @Test
    void noLongerCallsWithHttpWhenThatIsNoLongerAllowed() {
        assertThatThrownBy(() -> strict.resolve(URI.create("http://hooks.example.org/")))
                .hasMessageContaining("must begin with https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "::/129", "example.org/8", "10.0.0/8", "/8"})
    void refusesANetworkInAnotherForm(String text) {
        assertThatThrownBy(() -> Network.parse(text)).hasMessageContaining(text);
    }

    private static WebhookAddresses addresses(boolean allowHttp, List<String> allowed, String... found) {
        List<InetAddress> answer = Stream.of(found).map(InetAddress::ofLiteral).toList();
        return new WebhookAddresses(
                new AddressRules(allowed.stream().map(Network::parse).toList()), allowHttp, LONGEST, host -> answer);
    }
}
