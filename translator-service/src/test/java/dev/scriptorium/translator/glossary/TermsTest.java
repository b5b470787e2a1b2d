package dev.scriptorium.translator.glossary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.memory.glossary.Term;
import dev.scriptorium.memory.glossary.TermKind;
import dev.scriptorium.proto.document.v1.ProtectedSpan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TermsTest {

    private static Term term(String source, String target) {
        return new Term("en", "de", source, target, TermKind.TERM, false, "", "Ann");
    }

    private static List<String> found(Terms terms, String text) {
        return terms.find(text, "en", "de").stream()
                .map(span -> text.substring(span.getStart(), span.getEnd()) + "=" + span.getReplacement())
                .toList();
    }

    @Test
    void findsWholeWordsInAnyCase() {
        Terms terms = Terms.of(List.of(term("seat", "Sitz")));

        assertThat(found(terms, "Seat of the seats, unseated; (SEAT)")).containsExactly("Seat=Sitz", "SEAT=Sitz");
    }

    @Test
    void tellsCapitalsApartWhereTheTermAsksForIt() {
        Terms terms = Terms.of(List.of(new Term("en", "de", "Polish", "polnisch", TermKind.TERM, true, "", "Ann")));

        assertThat(found(terms, "polish the Polish door")).containsExactly("Polish=polnisch");
    }

    @Test
    void prefersTheLongestTerm() {
        Terms terms = Terms.of(
                List.of(term("power", "Macht"), term("power of attorney", "Vollmacht"), term("attorney", "Anwalt")));

        assertThat(found(terms, "the power of attorney, the power"))
                .containsExactly("power of attorney=Vollmacht", "power=Macht");
    }

    @Test
    void findsShortTermsAndThoseWithoutLetters() {
        Terms terms = Terms.of(List.of(term("C", "C"), term(".NET", ".NET"), term("AI", "KI")));

        assertThat(found(terms, "AI in C and .NET, not in CI")).containsExactly("AI=KI", "C=C", ".NET=.NET");
    }

    @Test
    void findsTermsOfScriptsWithoutSpaces() {
        Terms terms = Terms.of(List.of(new Term("zh", "de", "董事会", "Vorstand", TermKind.TERM, false, "", "Ann")));

        assertThat(terms.find("我们的董事会今天开会", "zh", "de"))
                .extracting(ProtectedSpan::getReplacement)
                .containsExactly("Vorstand");
    }

    @Test
    void keepsPairsApartAndForbiddenTermsAside() {
        Terms terms = Terms.of(List.of(
                new Term("en", "de", "seat", "Stuhl", TermKind.FORBIDDEN, false, "", "Ann"),
                new Term("en", "de", "seat", "Sessel", TermKind.FORBIDDEN, false, "", "Ann")));

        assertThat(terms.find("A seat.", "en", "de")).isEmpty();
        assertThat(terms.forbidden("A seat.", "en", "de")).containsExactlyInAnyOrder("Stuhl", "Sessel");
        assertThat(terms.forbidden("A seat.", "en", "fr")).isEmpty();
    }

    @Test
    void readsTheGlossaryAgainAfterAWhile() {
        var reads = new AtomicInteger();
        Instant[] now = {Instant.EPOCH};
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now[0];
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        var current = new RefreshedTerms(
                tenant -> List.of(term("read", Integer.toString(reads.incrementAndGet()))),
                Duration.ofSeconds(5),
                clock);

        current.of("a");
        assertThat(found(current.of("a"), "read")).containsExactly("read=1");
        now[0] = Instant.EPOCH.plusSeconds(5);
        assertThat(found(current.of("a"), "read")).containsExactly("read=2");
        assertThat(found(current.of("b"), "read")).containsExactly("read=3");
    }
}
