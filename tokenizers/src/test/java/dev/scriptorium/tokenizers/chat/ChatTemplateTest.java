package dev.scriptorium.tokenizers.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.tokenizers.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTemplateTest {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    private static final TypeReference<List<Map<String, Object>>> MAPS = new TypeReference<>() {};
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-28T07:05:09Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    /** The expected texts are those of transformers. */
    @ParameterizedTest
    @ValueSource(strings = {"chatml", "thinking", "headers", "instructions", "turns", "lines"})
    void writesConversationsAsTransformersDoes(String name) throws IOException {
        JsonNode fixture = JSON.readTree(ChatTemplateTest.class.getResource("/chat/" + name + ".json"));
        ChatTemplate template = ChatTemplate.of(
                fixture.path("template").asText(), JSON.convertValue(fixture.path("variables"), MAP), CLOCK);
        assertThat(fixture.path("cases").size()).isGreaterThanOrEqualTo(20);
        for (JsonNode one : fixture.path("cases")) {
            List<Map<String, Object>> messages = JSON.convertValue(one.path("messages"), MAPS);
            Map<String, Object> more = JSON.convertValue(one.path("more"), MAP);
            boolean answering = one.path("answering").asBoolean();
            if (one.has("error")) {
                assertThatThrownBy(() -> template.render(messages, answering, more))
                        .as(one.toString())
                        .isInstanceOf(FailureException.class);
            } else {
                assertThat(template.render(messages, answering, more))
                        .as(one.toString())
                        .isEqualTo(one.path("expected").asText());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "{{ nonsense('x') }}, function nonsense",
        "{{ 'a' | nonsense }}, filter nonsense",
        "{{ 'a' is nonsense }}, test nonsense",
        "{{ 'a'.nonsense() }}, method nonsense",
        "{{ messages.append(1) }}, method append",
        "{{ a.b.c }}, undefined",
        "{{ 1 + 'a' }}, a text",
        "{% for i in range(1000000) %}{% endfor %}, range",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}, too deep",
        "{{ {}.get() }}, fails",
        "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}, steps"
    })
    void failsOnWhatItDoesNotKnowInsteadOfWritingOn(String source, String reason) {
        ChatTemplate template = ChatTemplate.of(source, Map.of(), CLOCK);

        assertThatThrownBy(() -> template.render(List.of(), true, Map.of()))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNSUPPORTED))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "{% set n = namespace(t='ab') %}{% for i in range(60) %}{% set n.t = n.t ~ n.t %}{% endfor %} => characters",
                "{% set n = namespace(t='ab' * 9999999) %}{{ n.t * 9999999 }} => characters",
                "{{ ('ab' * 999999) | replace('a', 'ab' * 999999) | length }} => characters",
                "{{ ('ab' * 999999).join(['x'] + range(99999)|map('string')|list) | length }} => characters",
                "{% set n = namespace(l=['ab']) %}{% for i in range(60) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l }} => characters",
                "{% set n = namespace(l=['ab']) %}{% for i in range(60) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l | tojson }} => characters",
                "{% set n = namespace(l=[1]) %}{% for i in range(60) %}{% set n.l = n.l + n.l %}{% endfor %} => characters",
                "{% set n = namespace(l=[]) %}{% for i in range(9999) %}{% set n.l = n.l + ['ab' * 99999] %}{% endfor %} => characters",
                "{{ strftime_now() }} => fails",
                "{{ range(2, 9223372036854775807, 9223372036854775806) | last }} => overflow"
            })
    void endsATemplateThatTakesTooMuch(String source, String reason) {
        ChatTemplate template = ChatTemplate.of(source, Map.of(), CLOCK);

        assertThatThrownBy(() -> template.render(List.of(), true, Map.of()))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNSUPPORTED))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% include 'x' %}",
                "{% if true %}",
                "{{ 'a }}",
                "{{ a b }}",
                "{{ 1 + }}",
                "{% for in x %}{% endfor %}",
                "{{ [1, }}",
                "{% endif %}",
                "{{ a ? b }}",
                "{{ 99999999999999999999 }}",
                "{{ '\\uZZZZ' }}",
                "{{"
            })
    void refusesATemplateThatItCannotRead(String source) {
        assertThatThrownBy(() -> ChatTemplate.of(source, Map.of(), CLOCK))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNSUPPORTED));
    }

    @Test
    void refusesATemplateThatIsNestedTooDeep() {
        assertThatThrownBy(() -> ChatTemplate.of("{{ " + "(".repeat(200_000) + " }}", Map.of(), CLOCK))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("too deep");
    }

    @ParameterizedTest
    @CsvSource({
        "{{ 'a😀bc'[1] }}, 😀",
        "{{ 'a😀bc'[1:3] }}, 😀b",
        "{{ 'a😀bc'[-2:] }}, bc",
        "{{ 'abc'[3:1] }}x, x",
        "{{ 'abcde'[::9223372036854775807] }}, a",
        "{{ 'abcde'[::-2] }}, eca"
    })
    void takesPartsOfTextsAsPythonDoes(String source, String expected) {
        assertThat(ChatTemplate.of(source, Map.of(), CLOCK).render(List.of(), true, Map.of()))
                .isEqualTo(expected);
    }

    @Test
    void saysWhatTheTemplateRefuses() {
        ChatTemplate template = ChatTemplate.of("{{ raise_exception('no system') }}", Map.of(), CLOCK);

        assertThatThrownBy(() -> template.render(List.of(), true, Map.of()))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST))
                .hasMessageContaining("no system");
    }

    @Test
    void tellsTheTimeAsPythonDoes() {
        ChatTemplate template =
                ChatTemplate.of("{{ strftime_now('%d %b %Y, %A %H:%M:%S %I %p %j 100%%') }}", Map.of(), CLOCK);

        assertThat(template.render(List.of(), true, Map.of()))
                .isEqualTo("28 Nov 2026, Saturday 07:05:09 07 AM 332 100%");
    }

    @Test
    void isReadFromAFileOfItsOwnBeforeTheConfiguration() throws IOException {
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": {\"content\": \"<b>\"}, \"eos_token\": \"<e>\", \"chat_template\": "
                        + "[{\"name\": \"tools\", \"template\": \"T\"}, "
                        + "{\"name\": \"default\", \"template\": \"{{ bos_token }}D{{ eos_token }}\"}]}");
        assertThat(read().render(List.of(), true, Map.of())).isEqualTo("<b>D<e>");

        Files.writeString(folder.resolve("chat_template.jinja"), "{{ bos_token }}own\n");
        assertThat(read().render(List.of(), true, Map.of())).isEqualTo("<b>own");
    }

    @Test
    void isNotThereWhereTheModelHasNone() throws IOException {
        assertThat(ChatTemplate.read(new ModelFiles(folder), CLOCK)).isEmpty();
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"bos_token\": null}");
        assertThat(ChatTemplate.read(new ModelFiles(folder), CLOCK)).isEmpty();
    }

    private ChatTemplate read() {
        return ChatTemplate.read(new ModelFiles(folder), CLOCK).orElseThrow();
    }
}
