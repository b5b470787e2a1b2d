package dev.scriptorium.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.TestConfig;
import dev.scriptorium.ingest.api.TextBodies.TranslateTexts;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBodyTest {

    private final JsonBody json =
            new JsonBody(TestConfig.with(Map.of("limits.json-text", "100", "limits.json-depth", "4")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"texts":[                                  | malformed
            {"texts":["a"],"target":"de"} x             | malformed
            {"texts":["a"],"target":"de"} {}            | something follows
            {"texts":["a"],"texts":["b"]}               | repeats a member
            {"texts":"a"}                               | texts must be an array
            {"texts":[7]}                               | texts[0] must be a string
            {"texts":["a"],"target":{}}                 | target must be a string
            {"text":["a"]}                              | Unknown member text; known are memory, source, target, texts
            {"<script>":1}                              | Unknown member ?
            {"texts":["\\ud800"]}                       | surrogate
            {"texts":["a\\udc00b"]}                     | surrogate
            [[]]                                        | must be an object
            null                                        | not null
            7                                           | must be an object""")
    void saysWhatIsWrongAndWhere(String body, String reason) {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> read(body.getBytes(StandardCharsets.UTF_8)))
                .returns(FailureCode.BAD_REQUEST, FailureException::code)
                .withMessageContaining(reason);
    }

    @Test
    void readsATextOfTheLimitAndRefusesOneCharacterMore() {
        String form = "{\"texts\":[\"%s\"],\"target\":\"de\"}";

        assertThat(read(form.formatted("x".repeat(100)).getBytes(StandardCharsets.UTF_8))
                        .texts())
                .hasSize(1);
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> read(form.formatted("x".repeat(101)).getBytes(StandardCharsets.UTF_8)))
                .returns(FailureCode.REQUEST_TOO_LARGE, FailureException::code)
                .withMessageContaining("100 characters");
    }

    @Test
    void readsAValueOfTheLimitAndRefusesOneCharacterMore() {
        String value = "{\"texts\":[\"a\",\"b\"],\"target\":\"de\"}";

        assertThat(value(value, value.length()).texts()).hasSize(2);
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> value(value, value.length() - 1))
                .returns(FailureCode.REQUEST_TOO_LARGE, FailureException::code)
                .withMessageContaining("tasks may have at most");
    }

    private TranslateTexts value(String value, int most) {
        return json.stream(
                new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8)),
                parser -> json.value(parser, TranslateTexts.class, "tasks", new DataSize(most)));
    }

    @Test
    void readsToTheLimitOfDepthAndNotDeeper() {
        assertThat(skipped("[[[[]]]]")).isTrue();
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> skipped("[[[[[]]]]]"))
                .returns(FailureCode.BAD_REQUEST, FailureException::code)
                .withMessageContaining("deeper than 4");
    }

    private boolean skipped(String body) {
        return json.stream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), parser -> {
            parser.skipChildren();
            return true;
        });
    }

    @Test
    void readsUtf8AndNothingElse() {
        assertThat(read("{\"texts\":[\"Größe 😀 日本\"]}".getBytes(StandardCharsets.UTF_8))
                        .texts())
                .containsExactly("Größe 😀 日本");
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> read("{\"texts\":[\"Größe\"]}".getBytes(StandardCharsets.ISO_8859_1)))
                .withMessageContaining("UTF-8");
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> read("{\"texts\":[\"a\"]}".getBytes(StandardCharsets.UTF_16)))
                .returns(FailureCode.BAD_REQUEST, FailureException::code);
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> read(new byte[0]))
                .withMessageContaining("no JSON");
    }

    private TranslateTexts read(byte[] body) {
        return json.read(new ByteArrayInputStream(body), TranslateTexts.class);
    }
}
