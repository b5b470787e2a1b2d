package dev.scriptorium.translator.check;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Whether a translation is far shorter or longer than translations between its languages are. */
final class LengthRatio implements Predicate<Attempt> {

    /** Characters for the same content, English taken as 1, from parallel corpora; languages that are not named count as 1.1. */
    private static final Map<String, Double> LENGTH = Map.ofEntries(
            Map.entry("en", 1.0),
            Map.entry("de", 1.13),
            Map.entry("fr", 1.16),
            Map.entry("es", 1.1),
            Map.entry("it", 1.1),
            Map.entry("ar", 0.85),
            Map.entry("he", 0.8),
            Map.entry("ja", 0.45),
            Map.entry("ko", 0.5),
            Map.entry("zh", 0.32));

    private static final double OTHER = 1.1;

    /** Of 89,000 pairs of these languages that people translated, one in a thousand is further off than the first factor. */
    private static final Set<String> MEASURED = Set.of("en", "de", "fr", "es");

    private static final double FACTOR = 1.6;
    private static final double FACTOR_OF_OTHERS = 2.2;

    /** Characters; short texts vary more than long ones. */
    private static final int SLACK = 12;

    @Override
    public boolean test(Attempt attempt) {
        double expected = attempt.source().core().length()
                * LENGTH.getOrDefault(attempt.targetLanguage(), OTHER)
                / LENGTH.getOrDefault(attempt.sourceLanguage(), OTHER);
        int length = attempt.target().length();
        double factor = factor(attempt);
        return length > expected * factor + SLACK || length < (expected - SLACK) / factor;
    }

    private static double factor(Attempt attempt) {
        return MEASURED.contains(attempt.sourceLanguage()) && MEASURED.contains(attempt.targetLanguage())
                ? FACTOR
                : FACTOR_OF_OTHERS;
    }
}
