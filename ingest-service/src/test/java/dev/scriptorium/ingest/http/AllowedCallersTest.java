package dev.scriptorium.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedCallersTest {

    private final AllowedCallers callers =
            new AllowedCallers(List.of("docs.example.org", "*.svc"), List.of("https://app.example.org"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "app.localhost",
                "127.0.0.1",
                "10.1.2.3",
                "[::1]",
                "::1",
                "ingest",
                "docs.example.org",
                "docs.example.org.",
                "ingest.scriptorium.svc"
            })
    void allowsNamesThatNoWebSiteCanHave(String host) {
        assertThat(callers.allowsHost(host)).isTrue();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "docs.example.org.evil.example",
                "svc.evil.example",
                "1.2.3.4.5"
            })
    void refusesNamesThatCanBeRebound(String host) {
        assertThat(callers.allowsHost(host)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -",
                "http://127.0.0.1:8080, same-origin",
                "http://127.0.0.1:8080, -",
                "-, none",
                "https://app.example.org, cross-site"
            })
    void allowsProgramsOurOwnPagesAndListedSites(String origin, String fetchSite) {
        assertThat(callers.allowsOrigin(origin, fetchSite, "127.0.0.1:8080")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http://evil.example, -",
                "http://127.0.0.1:9090, -",
                "null, -",
                "-, cross-site",
                "-, same-site",
                "http://127.0.0.1:8080, cross-site",
                "http://[broken, -"
            })
    void refusesOtherSites(String origin, String fetchSite) {
        assertThat(callers.allowsOrigin(origin, fetchSite, "127.0.0.1:8080")).isFalse();
    }

    @Test
    void allowsEveryHostWhereTheOperatorSaysSo() {
        assertThat(new AllowedCallers(List.of("*"), List.of()).allowsHost("any.example"))
                .isTrue();
    }
}
