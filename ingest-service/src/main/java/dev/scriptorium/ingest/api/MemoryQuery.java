package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.memory.UnitFilter;
import dev.scriptorium.memory.UnitOrigin;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads which units of the translation memory, and which terms of the glossary, a request means. Thread-safe. */
@Singleton
class MemoryQuery {

    private static final int DEFAULT_PAGE = 50;
    private static final String NOT_A_SIMILARITY = "minSimilarity must be a number above 0 and up to 1.";
    private static final float USUAL_SIMILARITY = 0.7f;

    private final TaskLimits rules;
    private final int maxPage;

    MemoryQuery(TaskLimits rules, IngestConfig config) {
        this.rules = rules;
        this.maxPage = config.limits().page();
    }

    UnitFilter filter(@Nullable String source, @Nullable String target, @Nullable String origin) {
        return new UnitFilter(language(source), language(target), origin(origin));
    }

    /** Fails without both languages: all that a tenant has is not deleted by an oversight. */
    UnitFilter filterOfPair(@Nullable String source, @Nullable String target, @Nullable String origin) {
        return filter(TextRequests.required(source, "source"), TextRequests.required(target, "target"), origin);
    }

    int pageSize(@Nullable String text) {
        try {
            int size = text == null ? Math.min(DEFAULT_PAGE, maxPage) : Integer.parseInt(text);
            if (size >= 1 && size <= maxPage) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw JsonBody.bad("pageSize must be an integer.");
        }
        throw JsonBody.bad("pageSize must be from 1 to " + maxPage + ".");
    }

    float similarity(@Nullable String text) {
        try {
            float similarity = text == null ? USUAL_SIMILARITY : Float.parseFloat(text);
            if (similarity > 0 && similarity <= 1) {
                return similarity;
            }
        } catch (NumberFormatException e) {
            throw JsonBody.bad(NOT_A_SIMILARITY);
        }
        throw JsonBody.bad(NOT_A_SIMILARITY);
    }

    /** The id of a unit, which is the token of the page after it as well. */
    static Optional<Long> id(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Long::parseLong);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static long after(@Nullable String pageToken) {
        if (pageToken == null) {
            return 0;
        }
        return id(pageToken).orElseThrow(() -> JsonBody.bad("Invalid pageToken for this list."));
    }

    /** A language that must be given, as the glossary keeps it. */
    String language(@Nullable String code, String parameter) {
        return language(TextRequests.required(code, parameter)).orElseThrow();
    }

    /** As the memory keeps it: without script and region. */
    private Optional<String> language(@Nullable String code) {
        return Optional.ofNullable(code).map(rules::language).map(language -> language.split("-", 2)[0]);
    }

    private static Optional<UnitOrigin> origin(@Nullable String name) {
        if (name == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(UnitOrigin.values())
                .filter(origin -> origin.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> JsonBody.bad("origin must be one of MACHINE, IMPORT and PERSON.")));
    }
}
