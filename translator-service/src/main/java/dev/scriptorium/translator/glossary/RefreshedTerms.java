package dev.scriptorium.translator.glossary;

import dev.scriptorium.memory.glossary.Glossary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Asks the glossary when its terms are first needed, and again after a while. Thread-safe. */
public final class RefreshedTerms implements CurrentTerms {

    private record Read(Terms terms, Instant until) {}

    private final Glossary glossary;
    private final Duration refresh;
    private final Clock clock;
    private final Map<String, Read> read = new ConcurrentHashMap<>();

    public RefreshedTerms(Glossary glossary, Duration refresh, Clock clock) {
        this.glossary = glossary;
        this.refresh = refresh;
        this.clock = clock;
    }

    @Override
    public Terms of(String tenant) {
        return read.compute(tenant, this::current).terms();
    }

    private Read current(String tenant, @Nullable Read last) {
        Instant now = clock.instant();
        return last != null && now.isBefore(last.until())
                ? last
                : new Read(Terms.of(glossary.terms(tenant)), now.plus(refresh));
    }
}
