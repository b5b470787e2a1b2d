package dev.scriptorium.ingest.api;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.api.TextBodies.ItemError;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.ingest.translation.TextLimits;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks the requests that are answered at once. One rule for empty texts: in a list, an empty text has the error
 * EMPTY_TEXT in its place and no service is asked about it; alone, it is refused. Thread-safe.
 */
@Singleton
class TextRequests {

    static final ItemError EMPTY_TEXT = new ItemError(FailureCode.EMPTY_TEXT.name(), "The text is empty.", false);

    private final SmallBodies bodies;
    private final TaskLimits rules;
    private final TextLimits limits;
    private final String tenant;
    private final long deadlineMillis;

    TextRequests(SmallBodies bodies, TaskLimits rules, TextLimits limits, IngestConfig config) {
        this.bodies = bodies;
        this.rules = rules;
        this.limits = limits;
        this.tenant = config.tenant();
        this.deadlineMillis = config.callDeadline().toMillis();
    }

    <T> T read(InputStream body, HttpHeaders headers, String path, Class<T> type) {
        return bodies.read(body, headers, path, type);
    }

    /** At least one and at most as many as may be, none longer than it may be, nor all together. */
    List<String> texts(@Nullable List<@Nullable String> texts) {
        if (texts == null || texts.isEmpty()) {
            throw JsonBody.bad("texts must have at least one text.");
        }
        List<String> checked = new ArrayList<>();
        for (String text : texts) {
            checked.add(required(text, "texts[" + checked.size() + "]"));
        }
        limits.check(checked);
        return checked;
    }

    String oneText(@Nullable String text) {
        String given = required(text, "text");
        if (given.isBlank()) {
            throw new FailureException(FailureCode.EMPTY_TEXT, "The text is empty.");
        }
        limits.check(given);
        return given;
    }

    static List<String> withText(List<String> texts) {
        return texts.stream().filter(text -> !text.isBlank()).toList();
    }

    /** The answers in the places of the texts that have text, and an error in the places of the empty ones. */
    static <T> List<T> merged(List<String> texts, List<T> answers, Supplier<T> empty) {
        Iterator<T> next = answers.iterator();
        return texts.stream()
                .map(text -> text.isBlank() ? empty.get() : next.next())
                .toList();
    }

    String sourceLanguage(@Nullable String code) {
        return code == null ? "" : rules.sourceLanguage(code);
    }

    String language(String code) {
        return rules.language(code);
    }

    int sentences(int sentences) {
        return rules.sentences(sentences);
    }

    String labelSet(String name) {
        return rules.labelSet(name);
    }

    String tenant() {
        return tenant;
    }

    long deadlineMillis() {
        return deadlineMillis;
    }

    static String required(@Nullable String value, String name) {
        if (value == null) {
            throw JsonBody.bad(name + " is missing.");
        }
        return value;
    }
}
