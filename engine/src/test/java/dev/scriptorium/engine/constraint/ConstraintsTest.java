package dev.scriptorium.engine.constraint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.AnswerFormat;
import dev.scriptorium.engine.AnswerFormat.JsonObject;
import dev.scriptorium.engine.AnswerFormat.JsonOf;
import dev.scriptorium.engine.AnswerFormat.OneOf;
import dev.scriptorium.engine.TokenConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STATES = 2000;
    private static final int END = 256;

    /** A token for each byte, an end token, and some of several bytes. */
    private static final List<byte[]> TOKENS =
            tokens("{\"", "name", "\":", "\", \"", "ü", "true", "null", "1234", "\\u");

    private final Constraints constraints = new Constraints(TOKENS.size(), Set.of(END), TOKENS::get);

    private static List<byte[]> tokens(String... longer) {
        List<byte[]> tokens = new ArrayList<>();
        for (int value = 0; value < 256; value++) {
            tokens.add(new byte[] {(byte) value});
        }
        tokens.add(new byte[0]);
        for (String text : longer) {
            tokens.add(text.getBytes(UTF_8));
        }
        return tokens;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{} | [1,{\"a\": null}, \"x\"]",
                "true | -0.5e+07",
                "{\"type\":\"object\"} | {\"any\":[],\"thing\": {}}",
                "{\"type\":\"object\",\"additionalProperties\":false} | {}",
                "{\"additionalProperties\":{\"type\":\"integer\"}} | {\"a\":1,\"b\":-2}",
                "{\"properties\":{\"a\":{},\"b\":{}},\"required\":[\"b\"]} | {\"b\":1}",
                "{\"properties\":{\"a\":{},\"b\":{}},\"required\":[\"b\"]} | {\"a\": 2, \"b\":1}",
                "{\"properties\":{\"a\":{},\"b\":{},\"c\":{}}} | {}",
                "{\"properties\":{\"a\":{},\"b\":{},\"c\":{}}} | {\"a\":1,\"c\":3}",
                "{\"properties\":{\"a\\\"\\u00fc\":{}}} | {\"a\\\"ü\":1}",
                "{\"required\":[\"z\"]} | {\"z\":[]}",
                "{\"type\":\"array\",\"maxItems\":0} | []",
                "{\"type\":\"array\",\"items\":{\"type\":\"boolean\"},\"minItems\":2,\"maxItems\":3} | [true,false, true]",
                "{\"type\":\"array\",\"minItems\":2} | [1,2,3,4]",
                "{\"type\":\"string\"} | \"\\u00e9 \\n \\\" ü € 😀 \\ud7ff\"",
                "{\"type\":\"string\",\"minLength\":2,\"maxLength\":3} | \"€😀ü\"",
                "{\"type\":\"integer\"} | -123456789012345",
                "{\"type\":\"integer\",\"minimum\":-5,\"maximum\":120} | 119",
                "{\"type\":\"integer\",\"minimum\":-5,\"maximum\":120} | -5",
                "{\"type\":\"integer\",\"exclusiveMinimum\":9,\"exclusiveMaximum\":11} | 10",
                "{\"type\":\"number\"} | 0.125",
                "{\"enum\":[\"a\",1.50,null,{\"b\":[]}]} | {\"b\":[]}",
                "{\"enum\":[\"a\",1.50,null]} | 1.5",
                "{\"enum\":[\"ab\",\"abc\"]} | \"abc\"",
                "{\"type\":[\"string\",\"null\"],\"maxLength\":1} | null",
                "{\"const\":\"x\"} | \"x\"",
                "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"integer\"}]} | 12",
                "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"properties\":{\"next\":{\"$ref\":\"#\"}}}}} | {\"next\":{\"next\":{}}}",
                "{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}} | [[],[[]]]"
            })
    void takesWhatASchemaAdmits(String schema, String answer) {
        assertThat(takes(json(schema), answer)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{} | [1,]",
                "{} | 01",
                "{} | 1.",
                "{} | nul",
                "{\"type\":\"object\"} | []",
                "{\"type\":\"object\",\"additionalProperties\":false} | {\"a\":1}",
                "{\"properties\":{\"a\":{},\"b\":{}},\"required\":[\"b\"]} | {\"a\":1}",
                "{\"properties\":{\"a\":{}}} | {\"a\":1,\"a\":1}",
                "{\"properties\":{\"a\":{},\"b\":{}}} | {,\"b\":1}",
                "{\"type\":\"array\",\"minItems\":2,\"maxItems\":3} | [1]",
                "{\"type\":\"array\",\"minItems\":2,\"maxItems\":3} | [1,2,3,4]",
                "{\"type\":\"string\"} | \"\\ud800\"",
                "{\"type\":\"string\"} | \"\\u0000\"",
                "{\"type\":\"string\"} | \"a\tb\"",
                "{\"type\":\"string\",\"minLength\":2,\"maxLength\":3} | \"ü\"",
                "{\"type\":\"string\",\"minLength\":2,\"maxLength\":3} | \"abcd\"",
                "{\"type\":\"integer\"} | 1.0",
                "{\"type\":\"integer\"} | 1234567890123456",
                "{\"type\":\"integer\",\"minimum\":-5,\"maximum\":120} | 121",
                "{\"type\":\"integer\",\"minimum\":-5,\"maximum\":120} | -6",
                "{\"type\":\"integer\",\"exclusiveMinimum\":9,\"exclusiveMaximum\":11} | 11",
                "{\"enum\":[\"a\",1.50,null]} | \"b\"",
                "{\"enum\":[\"a\",1],\"type\":\"integer\"} | \"a\"",
                "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"integer\"}]} | true"
            })
    void takesNothingElse(String schema, String answer) {
        assertThat(takes(json(schema), answer)).isFalse();
    }

    @Test
    void takesEveryNumberOfARangeAndNoOther() {
        for (int[] range : new int[][] {{0, 0}, {7, 7}, {-13, 108}, {95, 1203}, {-250, -20}, {100, 999}}) {
            AnswerFormat format =
                    json("{\"type\":\"integer\",\"minimum\":" + range[0] + ",\"maximum\":" + range[1] + "}");
            for (int number = -300; number < 1300; number++) {
                assertThat(takes(format, String.valueOf(number)))
                        .as(number + " in " + range[0] + " to " + range[1])
                        .isEqualTo(number >= range[0] && number <= range[1]);
            }
        }
    }

    @Test
    void takesOneOfTheChoices() {
        AnswerFormat format = new OneOf(List.of("yes", "yes, indeed", "nö"));

        assertThat(takes(format, "yes")).isTrue();
        assertThat(takes(format, "yes, indeed")).isTrue();
        assertThat(takes(format, "nö")).isTrue();
        assertThat(takes(format, "yes, ")).isFalse();
        assertThat(takes(format, "n")).isFalse();
    }

    @Test
    void takesAnyObject() {
        assertThat(takes(new JsonObject(), "{\"a\": [1, {\"b\": null}]}")).isTrue();
        assertThat(takes(new JsonObject(), "[]")).isFalse();
    }

    @Test
    void masksTokensThatDivideACharacter() {
        TokenConstraint constraint = constraint(json("{\"type\":\"string\"}"));
        constraint.accept('"');

        constraint.accept(0xC3);

        assertThat(allowed(constraint, 100)).hasSize(64).allMatch(token -> token >= 0x80 && token <= 0xBF);
    }

    @Test
    void endsWithinTheTokensThatAreLeft() {
        TokenConstraint constraint = constraint(json("{\"properties\":{\"name\":{}},\"required\":[\"name\"]}"));

        // {" name ": 1 } of which each is one token
        assertThat(allowed(constraint, 5)).containsExactly(token("{\""));
        assertThat(allowed(constraint, 6)).contains((int) '{');
        for (String text : List.of("{\"", "name", "\":")) {
            constraint.accept(token(text));
        }
        assertThat(allowed(constraint, 2)).contains((int) '1', token("null")).doesNotContain((int) '"', (int) '-');
    }

    @Test
    void letsGoOnAfterTheLimitWhereItIsTooShort() {
        TokenConstraint constraint = constraint(json("{\"type\":\"string\",\"minLength\":20}"));

        assertThat(allowed(constraint, 3)).containsExactly((int) '"', token("\":"));
        constraint.accept('"');
        assertThat(allowed(constraint, 2)).contains((int) 'a').doesNotContain((int) '"');
    }

    @Test
    void nestsUpToADepthThatReadersTake() throws JsonProcessingException {
        TokenConstraint constraint = constraint(json("{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}"));
        StringBuilder answer = new StringBuilder();
        while (!constraint.mustEnd()) {
            int token = allowed(constraint, 100_000).contains((int) '[') ? '[' : ']';
            constraint.accept(token);
            answer.append((char) token);
        }

        assertThat(answer.length()).isBetween(200, 1000);
        assertThat(JSON.readTree(answer.toString()).isArray()).isTrue();
    }

    @Test
    void mayEndOnlyBehindAWholeAnswer() {
        TokenConstraint constraint = constraint(json("{\"type\":\"integer\"}"));
        constraint.accept('-');
        assertThat(constraint.mayEnd()).isFalse();
        assertThat(allowed(constraint, 100)).doesNotContain(END);

        constraint.accept('7');

        assertThat(constraint.mayEnd()).isTrue();
        assertThat(constraint.mustEnd()).isFalse();
        assertThat(allowed(constraint, 100)).contains(END, (int) '0', token("1234"));
        constraint.accept(END);
        assertThat(constraint.mayEnd()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"oneOf\":[]} | #: `oneOf` is not supported",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\"(\"}}} | #/properties/a: `pattern`: `(` has no",
                "{\"pattern\":\"a\",\"maxLength\":2} | beside `pattern`",
                "{\"pattern\":1} | `pattern` must be a text",
                "{\"properties\":{\"a/b\":{\"multipleOf\":2}}} | #/properties/a~1b: `multipleOf`",
                "{\"type\":\"string\",\"format\":\"date\"} | `format`",
                "{\"items\":{\"uniqueItems\":true}} | #/items: `uniqueItems`",
                "{\"type\":\"number\",\"minimum\":1} | `minimum` is not supported for the type number",
                "{\"type\":\"text\"} | `type` must be",
                "{\"type\":[]} | `type` must be",
                "{\"anyOf\":[]} | `anyOf` must be a list of at least one",
                "{\"anyOf\":[{}],\"type\":\"string\"} | `type` is not supported beside `anyOf`",
                "{\"$ref\":\"other.json\"} | `other.json`",
                "{\"$ref\":\"#/$defs/none\"} | `#/$defs/none`",
                "{\"$ref\":\"#\"} | refers to itself",
                "{\"anyOf\":[{\"type\":\"null\"},{\"$ref\":\"#/$defs/a\"}],\"$defs\":{\"a\":{\"$ref\":\"#\"}}} | refers to itself",
                "{\"properties\":{\"a\":{\"$ref\":\"#\"}},\"required\":[\"a\"]} | contradicts itself or never ends",
                "{\"properties\":{},\"required\":[\"a\"],\"additionalProperties\":false} | `properties` lacks",
                "{\"properties\":[]} | `properties` must be an object",
                "{\"required\":\"a\"} | `required` must be a list of texts",
                "{\"minItems\":3,\"maxItems\":2} | `minItems` is 3 and `maxItems` 2",
                "{\"minLength\":3,\"maxLength\":2} | `minLength` is 3 and `maxLength` 2",
                "{\"minItems\":-1} | whole number from 0",
                "{\"maxLength\":1.5} | whole number from 0",
                "{\"minimum\":5,\"maximum\":4} | from 5 to 4",
                "{\"minimum\":1e30} | at most 15 digits",
                "{\"minimum\":\"1\"} | must be a number",
                "{\"enum\":[\"a\"],\"type\":\"integer\"} | contradicts itself",
                "false | must be an object, or true",
                "[] | must be an object, or true",
                "{\"properties\":{\"a\":false}} | #/properties/a: a schema must be"
            })
    void refusesByName(String schema, String reason) {
        assertThatThrownBy(() -> constraint(json(schema)))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.BAD_REQUEST))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"\"]"})
    void refusesChoicesThatAreNone(String choices) throws JsonProcessingException {
        List<String> texts = new ArrayList<>();
        JSON.readTree(choices).forEach(text -> texts.add(text.asText()));

        assertThatThrownBy(() -> constraint(new OneOf(texts))).hasMessageContaining("at least one text");
    }

    @Test
    void limitsTheSizeOfAForm() {
        // the rule has 2 states, each text of "choice" one for each of its 9 characters but the last
        AnswerFormat format = new OneOf(List.of("abcdefghi", "123456789"));
        assertThatCode(() -> constraints.of(format, 18)).doesNotThrowAnyException();
        AnswerFormat larger = new OneOf(List.of("abcdefghij", "123456789"));
        assertThatThrownBy(() -> constraints.of(larger, 18))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.LIMIT_EXCEEDED))
                .hasMessageContaining("18 states");
        assertThatThrownBy(() -> constraint(json("{\"type\":\"string\",\"maxLength\":2147483647}")))
                .hasMessageContaining("2000 states");
    }

    @Test
    void refusesAFormThatTheTokensCannotWrite() {
        List<byte[]> letters = List.of("a".getBytes(UTF_8), "b".getBytes(UTF_8), new byte[0]);
        Constraints few = new Constraints(3, Set.of(2), letters::get);

        assertThatCode(() -> few.of(new OneOf(List.of("abba", "cab")), STATES)).doesNotThrowAnyException();
        assertThatThrownBy(() -> few.of(new OneOf(List.of("abc")), STATES))
                .hasMessageContaining("no token of the model");
    }

    @Test
    void keepsToTheNearestPlacesWhereASchemaIsAmbiguous() {
        String schema = """
                {"anyOf":[{"type":"array","items":{"$ref":"#"}},{"type":"array","items":{"$ref":"#"}},{"type":"null"}]}""";

        TokenConstraint constraint = constraint(json(schema));
        int written = 0;
        while (!constraint.mustEnd()) {
            constraint.accept(allowed(constraint, 1000).contains((int) '[') ? '[' : ']');
            written++;
        }

        assertThat(written).isBetween(8, 1000).isEven();
    }

    private boolean takes(AnswerFormat format, String answer) {
        TokenConstraint constraint = constraint(format);
        for (byte value : answer.getBytes(UTF_8)) {
            int token = value & 0xFF;
            if (!allowed(constraint, 100_000).contains(token)) {
                return false;
            }
            constraint.accept(token);
        }
        return constraint.mayEnd();
    }

    private TokenConstraint constraint(AnswerFormat format) {
        return constraints.of(format, STATES).get();
    }

    private static List<Integer> allowed(TokenConstraint constraint, int remaining) {
        float[] scores = new float[TOKENS.size()];
        constraint.restrict(scores, remaining);
        List<Integer> allowed = new ArrayList<>();
        for (int token = 0; token < scores.length; token++) {
            if (scores[token] == 0) {
                allowed.add(token);
            }
        }
        return allowed;
    }

    private static int token(String text) {
        for (int token = 0; token < TOKENS.size(); token++) {
            if (new String(TOKENS.get(token), UTF_8).equals(text)) {
                return token;
            }
        }
        throw new IllegalArgumentException(text);
    }

    private static AnswerFormat json(String schema) {
        try {
            JsonNode node = JSON.readTree(schema);
            return new JsonOf(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(schema, e);
        }
    }
}
