package dev.scriptorium.translator.check;

import java.util.Map;
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
    private static final double FACTOR = 2.2;
    /** Characters; short texts vary more than long ones. */
    private static final int SLACK = 12;

    @Override
    public boolean test(Attempt attempt) {
        double expected = attempt.source().core().length()
                * LENGTH.getOrDefault(attempt.targetLanguage(), OTHER)
                / LENGTH.getOrDefault(attempt.sourceLanguage(), OTHER);
        int length = attempt.target().length();
        return length > expected * FACTOR + SLACK || length < (expected - SLACK) / FACTOR;
    }
}
