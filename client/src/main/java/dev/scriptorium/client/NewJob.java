package dev.scriptorium.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Documents to submit as a job, and the tasks for each of them. Made by {@link #builder}. */
public final class NewJob {

    private final List<FileDocument> files;
    private final List<TextDocument> texts;
    private final Map<String, Object> tasks;
    private final Optional<String> idempotencyKey;

    private NewJob(Builder builder) {
        this.files = List.copyOf(builder.files);
        this.texts = List.copyOf(builder.texts);
        this.tasks = builder.tasks();
        this.idempotencyKey = Optional.ofNullable(builder.idempotencyKey);
    }

    public static Builder builder() {
        return new Builder();
    }

    List<FileDocument> files() {
        return files;
    }

    List<TextDocument> texts() {
        return texts;
    }

    Map<String, Object> tasks() {
        return tasks;
    }

    Optional<String> idempotencyKey() {
        return idempotencyKey;
    }

    /** A file under a name, whose extension may help to tell its format. */
    record FileDocument(String name, Path path) {}

    /**
     * A document as text.
     *
     * @param customId a name of your own, unique in the job; null without one
     * @param name a name to know it by, with an extension; null for the service's own
     * @param language null where it is to be detected
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TextDocument(
            @Nullable String customId,
            @Nullable String name,
            String text,
            @Nullable String language) {

        /** A text without further details. */
        public static TextDocument of(String text) {
            return new TextDocument(null, null, text, null);
        }
    }

    /** Collects documents and tasks. For one thread. */
    public static final class Builder {

        private final List<FileDocument> files = new ArrayList<>();
        private final List<TextDocument> texts = new ArrayList<>();
        private final List<Object> translate = new ArrayList<>();
        private final List<String> classify = new ArrayList<>();
        private @Nullable Integer sentences;
        private @Nullable String sourceLanguage;
        private boolean interactive;
        private @Nullable String idempotencyKey;

        private Builder() {}

        /** A file under its own name. It is read while it is sent. */
        public Builder file(Path path) {
            return file(path.getFileName().toString(), path);
        }

        public Builder file(String name, Path path) {
            files.add(new FileDocument(name, path));
            return this;
        }

        public Builder text(String text) {
            return text(TextDocument.of(text));
        }

        public Builder text(TextDocument document) {
            texts.add(document);
            return this;
        }

        public Builder summarize(int number) {
            sentences = number;
            return this;
        }

        public Builder translate(String language) {
            translate.add(language);
            return this;
        }

        /** Translates, and gives each document back in its own format too. */
        public Builder translateFiles(String language) {
            translate.add(Map.of("to", language, "output", "file"));
            return this;
        }

        public Builder classify(String labelSet) {
            classify.add(labelSet);
            return this;
        }

        /** The language of all documents; by default it is detected. */
        public Builder sourceLanguage(String language) {
            sourceLanguage = language;
            return this;
        }

        /** The job takes the interactive lane. */
        public Builder interactive() {
            interactive = true;
            return this;
        }

        /** The same key with the same documents and tasks gives the same job, however often it is sent. */
        public Builder idempotencyKey(String key) {
            idempotencyKey = key;
            return this;
        }

        /** Fails where there is no document or no task. */
        public NewJob build() {
            if (files.isEmpty() && texts.isEmpty()) {
                throw new IllegalStateException("a job must have at least one document");
            }
            if (sentences == null && translate.isEmpty() && classify.isEmpty()) {
                throw new IllegalStateException("a job must have at least one task");
            }
            return new NewJob(this);
        }

        private Map<String, Object> tasks() {
            Map<String, Object> tasks = new LinkedHashMap<>();
            if (sentences != null) {
                tasks.put("summarize", Map.of("sentences", sentences));
            }
            tasks.put("translate", List.copyOf(translate));
            tasks.put("classify", List.copyOf(classify));
            if (sourceLanguage != null) {
                tasks.put("sourceLanguage", sourceLanguage);
            }
            if (interactive) {
                tasks.put("lane", "interactive");
            }
            return tasks;
        }
    }
}
