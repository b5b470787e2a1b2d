package dev.scriptorium.engine.constraint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.AnswerFormat.JsonOf;
import dev.scriptorium.engine.TokenConstraint;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTest {

    private static final int END = 256;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Constraints constraints =
            new Constraints(257, Set.of(END), token -> token == END ? new byte[0] : new byte[] {(byte) token});

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "^[A-Z]{3}-\\d{2,4}$ ~ ABC-123",
                "^(?:ja|nein)$ ~ nein",
                "^a(b|c(d))*e$ ~ abcdbe",
                "b+ ~ aabbcc",
                "^[^a-c\\]]+$ ~ xyz",
                "^[\\w.-]+@[\\w-]+(\\.\\w+)+$ ~ a.b@c-d.example",
                "^\\\\$ ~ \\",
                "^.\"$ ~ \u00e9\"",
                "^größe€$ ~ größe€",
                "^\\S\\s\\S?$ ~ a b",
                "^a{0}b{2,}$ ~ bbbb",
                "^\\$1$ ~ $1",
                "x\\$ ~ ax$b"
            })
    void takesWhatAPatternFinds(String pattern, String text) throws JsonProcessingException {
        assertThat(Pattern.compile(pattern).matcher(text).find()).isTrue();
        assertThat(takes(pattern, text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'^[A-Z]{3}$', AB", "'^[A-Z]{3}$', ABCD", "'^[A-Z]{3}$', ABc", "'^(?:ja|nein)$', ne", "'^a', ba", "'a$', ab",
        "'b+', aac", "'^[^a]$', a", "'^.$', '\u2028'", "'^\\d$', '٣'", "'^\\D$', 1", "'^\\W$', _"
    })
    void takesNothingElse(String pattern, String text) throws JsonProcessingException {
        assertThat(takes(pattern, text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[A-Z]{3}-\\d{2,4}$",
                "^(?:ja|nein|viel+eicht)$",
                "(a|b[^cd]){2}",
                "^.{1,5}$",
                "^[^\"\\\\]*$",
                "^\\d{4}-(0[1-9]|1[0-2])$",
                "^(\\S+\\s)*\\w$",
                "^[\\t\\n -~]{3}$",
                "a?b??c*?$"
            })
    void givesOnlyWhatThePatternFinds(String pattern) throws JsonProcessingException {
        Random random = new Random(7);
        Pattern other = Pattern.compile(pattern);
        for (int answer = 0; answer < 100; answer++) {
            String text = JSON.readTree(drawn(pattern, random)).asText();

            assertThat(other.matcher(text).find()).as("%s of %s", text, pattern).isTrue();
        }
    }

    /** Draws bytes, so that the answer ends within a limit. */
    private String drawn(String pattern, Random random) {
        TokenConstraint constraint = constraint(pattern);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (int remaining = 60; !constraint.mustEnd(); remaining--) {
            float[] scores = new float[257];
            constraint.restrict(scores, remaining);
            int token;
            do {
                token = random.nextInt(END);
            } while (scores[token] != 0);
            constraint.accept(token);
            answer.write(token);
        }
        return answer.toString(UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "(a ~ has no",
                "a) ~ `)` has no `(`",
                "[a ~ `[` has no `]`",
                "*a ~ nothing stands before `*`",
                "a** ~ nothing stands before `*`",
                "a{x} ~ counts such as",
                "a{3,2} ~ smaller count last",
                "a\\ ~ ends with",
                "(?=a) ~ begins with `(?`",
                "(?<n>a) ~ begins with `(?`",
                "(a)\\1 ~ `\\1` is not supported",
                "\\bword ~ `\\b` is not supported",
                "\\p{L} ~ `\\p` is not supported",
                "[ä] ~ not in ASCII",
                "[z-a] ~ from one character to a later one",
                "[\\d-x] ~ from one character to a later one",
                "a^b ~ at the beginning only",
                "a$b ~ at the end",
                "^a|b$ ~ in a group"
            })
    void refusesWhatIsNotKnown(String pattern, String reason) {
        assertThatThrownBy(() -> constraint(pattern))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.BAD_REQUEST))
                .hasMessageContaining(reason);
    }

    @Test
    void limitsHostilePatterns() {
        assertThatThrownBy(() -> constraint("(((a{999}){999}){999})")).hasMessageContaining("20000 states");
        assertThatThrownBy(() -> constraint("(".repeat(101) + ")".repeat(101))).hasMessageContaining("100 deep");
        assertThat(constraint("(".repeat(99) + "a" + ")".repeat(99)).mustEnd()).isFalse();
        assertThat(drawn("^(a*)*(a|a)*$", new Random(1))).startsWith("\"");
    }

    private boolean takes(String pattern, String text) throws JsonProcessingException {
        TokenConstraint constraint = constraint(pattern);
        for (byte value : new TextNode(text).toString().getBytes(UTF_8)) {
            float[] scores = new float[257];
            constraint.restrict(scores, 10_000);
            if (scores[value & 0xFF] != 0) {
                return false;
            }
            constraint.accept(value & 0xFF);
        }
        return constraint.mayEnd();
    }

    private TokenConstraint constraint(String pattern) {
        return constraints
                .of(
                        new JsonOf(JsonNodeFactory.instance
                                .objectNode()
                                .put("type", "string")
                                .put("pattern", pattern)),
                        20_000)
                .get();
    }
}
