package dev.scriptorium.engine.causal;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.tokenizers.ModelFiles;
import dev.scriptorium.tokenizers.PromptTokenizer;
import dev.scriptorium.tokenizers.chat.ChatTemplate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conversations as prompts of a model. Safe for many threads. */
final class Chat {

    private final PromptTokenizer tokenizer;
    private final Optional<ChatTemplate> template;
    /** Why the template cannot be used; the model continues texts all the same. */
    private final @Nullable FailureException unusable;

    Chat(ModelFiles files, PromptTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        Optional<ChatTemplate> read = Optional.empty();
        FailureException failure = null;
        try {
            read = ChatTemplate.read(files, Clock.systemDefaultZone());
        } catch (FailureException e) {
            failure = e;
        }
        this.template = read;
        this.unusable = failure;
    }

    int[] encode(List<Map<String, @Nullable Object>> messages, Map<String, @Nullable Object> variables) {
        if (unusable != null) {
            throw unusable;
        }
        ChatTemplate known = template.orElseThrow(() -> new FailureException(
                FailureCode.BAD_REQUEST, "The model has no chat template; it continues texts only"));
        List<Map<String, @Nullable Object>> safe = new ArrayList<>();
        messages.forEach(message -> safe.add(asText(message)));
        return tokenizer.encodePrompt(known.render(safe, true, asText(variables)));
    }

    private Map<String, @Nullable Object> asText(Map<?, ?> map) {
        Map<String, @Nullable Object> safe = new LinkedHashMap<>();
        map.forEach((key, value) -> safe.put(tokenizer.asText(String.valueOf(key)), asText(value)));
        return safe;
    }

    private @Nullable Object asText(@Nullable Object value) {
        return switch (value) {
            case String text -> tokenizer.asText(text);
            case List<?> list -> {
                List<@Nullable Object> safe = new ArrayList<>();
                list.forEach(element -> safe.add(asText(element)));
                yield safe;
            }
            case Map<?, ?> map -> asText(map);
            case null, default -> value;
        };
    }
}
