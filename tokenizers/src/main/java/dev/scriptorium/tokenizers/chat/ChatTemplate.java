package dev.scriptorium.tokenizers.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.tokenizers.ModelFiles;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a model wants a conversation as one text, as {@code chat_template.jinja} or tokenizer_config.json says. Safe for many
 * threads.
 */
public final class ChatTemplate {

    private static final String FILE = "chat_template.jinja";
    private static final String CONFIG = "tokenizer_config.json";

    private final List<Statement> statements;
    private final Map<String, @Nullable Object> variables;
    private final Clock clock;

    private ChatTemplate(List<Statement> statements, Map<String, @Nullable Object> variables, Clock clock) {
        this.statements = statements;
        this.variables = variables;
        this.clock = clock;
    }

    /**
     * @return empty where the model has none
     * @throws FailureException {@code MODEL_UNSUPPORTED} where the template asks for what is not known
     */
    public static Optional<ChatTemplate> read(ModelFiles files, Clock clock) {
        @Nullable JsonNode config = files.has(CONFIG) ? files.json(CONFIG) : null;
        Optional<String> source = files.has(FILE)
                ? Optional.of(new String(files.bytes(FILE), UTF_8))
                : Optional.ofNullable(config).flatMap(ChatTemplate::source);
        return source.map(text -> of(text, specialTokens(config), clock));
    }

    /** One text, or a list of named ones of which {@code default} is meant. */
    private static Optional<String> source(JsonNode config) {
        JsonNode template = config.path("chat_template");
        if (template.isTextual()) {
            return Optional.of(template.asText());
        }
        for (JsonNode named : template) {
            if (named.path("name").asText().equals("default")) {
                return Optional.of(named.path("template").asText());
            }
        }
        return Optional.empty();
    }

    private static Map<String, @Nullable Object> specialTokens(@Nullable JsonNode config) {
        Map<String, @Nullable Object> tokens = new HashMap<>();
        if (config != null) {
            for (String name : List.of("bos_token", "eos_token", "unk_token", "pad_token")) {
                JsonNode token = config.path(name);
                String content = token.isTextual()
                        ? token.asText()
                        : token.path("content").asText("");
                if (!content.isEmpty()) {
                    tokens.put(name, content);
                }
            }
        }
        return tokens;
    }

    /** @param variables that the template sees beside those of a conversation, such as {@code bos_token} */
    public static ChatTemplate of(String source, Map<String, @Nullable Object> variables, Clock clock) {
        try {
            return new ChatTemplate(TemplateParser.parse(source), variables, clock);
        } catch (RuntimeException | StackOverflowError e) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED, "The chat template cannot be read: " + reason(e), e);
        }
    }

    /**
     * The conversation as one text.
     *
     * @param messages with {@code role} and {@code content}, of null, booleans, longs, doubles, texts, lists and maps
     * @param answering whether the text ends where the model's answer begins
     * @param more variables, such as {@code enable_thinking}
     * @throws FailureException {@code BAD_REQUEST} where the template refuses the conversation, {@code MODEL_UNSUPPORTED} where it
     *     does what is not known
     */
    public String render(
            List<? extends Map<String, @Nullable Object>> messages,
            boolean answering,
            Map<String, @Nullable Object> more) {
        Map<String, @Nullable Object> all = new HashMap<>(variables);
        all.put("tools", null);
        all.put("documents", null);
        all.put("strftime_now", (Values.Function) (values, named) -> now(Values.string(values.getFirst())));
        all.putAll(more);
        all.put("messages", messages);
        all.put("add_generation_prompt", answering);
        try {
            return Interpreter.run(statements, all);
        } catch (TemplateException e) {
            throw e.isRaised()
                    ? new FailureException(
                            FailureCode.BAD_REQUEST,
                            "The model's chat template refuses the conversation: " + e.getMessage(),
                            e)
                    : failed(e);
        } catch (RuntimeException | StackOverflowError e) { // such as a number that is too large, or too few arguments
            throw failed(e);
        }
    }

    private static FailureException failed(Throwable thrown) {
        return new FailureException(
                FailureCode.MODEL_UNSUPPORTED, "The model's chat template fails: " + reason(thrown), thrown);
    }

    private static String reason(Throwable thrown) {
        return thrown instanceof StackOverflowError ? "it is nested too deep" : String.valueOf(thrown.getMessage());
    }

    /** The time in the form that Python's {@code strftime} gives it. */
    private String now(String format) {
        ZonedDateTime now = ZonedDateTime.now(clock);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                text.append(c);
                continue;
            }
            char field = format.charAt(++i);
            text.append(
                    switch (field) {
                        case 'Y' -> part(now, "yyyy");
                        case 'y' -> part(now, "yy");
                        case 'm' -> part(now, "MM");
                        case 'd' -> part(now, "dd");
                        case 'b' -> part(now, "MMM");
                        case 'B' -> part(now, "MMMM");
                        case 'a' -> part(now, "EEE");
                        case 'A' -> part(now, "EEEE");
                        case 'H' -> part(now, "HH");
                        case 'I' -> part(now, "hh");
                        case 'p' -> part(now, "a");
                        case 'M' -> part(now, "mm");
                        case 'S' -> part(now, "ss");
                        case 'j' -> part(now, "DDD");
                        case '%' -> "%";
                        default -> throw new TemplateException("the part %" + field + " of a time is not known");
                    });
        }
        return text.toString();
    }

    private static String part(ZonedDateTime now, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US).format(now);
    }
}
