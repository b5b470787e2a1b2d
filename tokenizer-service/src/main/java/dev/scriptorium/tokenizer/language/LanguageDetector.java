package dev.scriptorium.tokenizer.language;

import com.github.pemistahl.lingua.api.IsoCode639_1;
import com.github.pemistahl.lingua.api.Language;
import com.github.pemistahl.lingua.api.LanguageDetectorBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of the served languages a text is written in: by its function words, and where they do not settle it by
 * Lingua's trigrams. Languages that are not served but resemble a served one are known to it as well, so that Finnish
 * is not called English for want of a better answer.
 *
 * <p>Reads the first {@value #CHARACTERS_READ} characters. Function words cost 5 µs for that many characters, trigrams
 * 300 to 500 µs. Safe for use by several threads.
 */
public final class LanguageDetector {

    static final int CHARACTERS_READ = 400;
    /** Fewer letters say too little. */
    private static final int LETTERS_NEEDED = 24;
    /** Confidence of the second-best language, where the best has 1, from which on nothing is certain. */
    private static final double TOO_CLOSE = 0.93;

    private static final Set<String> LATIN = Set.of(
            "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "fi", "cs", "sk", "hu", "ro", "tr", "hr", "sl",
            "et", "lv", "lt", "ca");

    private final Set<String> served;
    private final FunctionWords functionWords;
    private final Supplier<com.github.pemistahl.lingua.api.LanguageDetector> trigrams;

    /**
     * @param served ISO 639-1 codes of the languages that may be the answer
     * @param neighbours codes of languages to tell them apart from
     */
    public LanguageDetector(Set<String> served, Set<String> neighbours) {
        this.served = Set.copyOf(served);
        this.functionWords = new FunctionWords(served);
        EnumSet<Language> known = EnumSet.noneOf(Language.class);
        served.forEach(code -> known.add(language(code)));
        neighbours.forEach(code -> known.add(language(code)));
        if (known.size() < 2) {
            throw new IllegalArgumentException("at least two languages are needed to tell them apart: " + known);
        }
        this.trigrams = new Once<>(() -> LanguageDetectorBuilder.fromLanguages(known.toArray(Language[]::new))
                .withLowAccuracyMode()
                .build());
    }

    private static Language language(String code) {
        try {
            return Language.getByIsoCode639_1(IsoCode639_1.valueOf(code.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a language that can be detected: " + code, e);
        }
    }

    public Guess detect(String text) {
        String sample = sample(text);
        Letters letters = Letters.count(sample);
        if (letters.total() == 0) {
            return Guess.NO_IDEA;
        }
        if (letters.latin() * 2 < letters.total() && letters.total() >= 4 && servesLatinOnly()) {
            return Guess.NOT_SERVED;
        }
        Guess byWords = functionWords.guess(sample);
        return byWords instanceof Guess.Served || letters.total() < LETTERS_NEEDED ? byWords : byTrigrams(sample);
    }

    /**
     * The likeliest served language, for a text that is all there is to go by; neighbours count only where there is
     * enough text to tell. Empty where even that is idle.
     */
    public String likeliest(String text) {
        return switch (detect(text)) {
            case Guess.Served(String language) -> language;
            case Guess.NotServed() -> "";
            case Guess.Unsure(String language) -> language.isEmpty() ? clearest(sample(text)) : language;
        };
    }

    private String clearest(String sample) {
        List<Map.Entry<String, Double>> ranked = ranked(sample).stream()
                .filter(candidate -> served.contains(candidate.getKey()))
                .toList();
        boolean clear = !ranked.isEmpty()
                && (ranked.size() == 1
                        || ranked.get(1).getValue() < TOO_CLOSE * ranked.get(0).getValue());
        return clear ? ranked.getFirst().getKey() : "";
    }

    private boolean servesLatinOnly() {
        return LATIN.containsAll(served);
    }

    private Guess byTrigrams(String sample) {
        List<Map.Entry<String, Double>> ranked = ranked(sample);
        if (ranked.isEmpty()) {
            return Guess.NO_IDEA;
        }
        String best = ranked.getFirst().getKey();
        boolean isServed = served.contains(best);
        if (ranked.size() == 1 || ranked.get(1).getValue() < TOO_CLOSE) {
            return isServed ? new Guess.Served(best) : Guess.NOT_SERVED;
        }
        return isServed ? new Guess.Unsure(best) : Guess.NO_IDEA;
    }

    /** Confidences by language, the highest first, which is 1. */
    private List<Map.Entry<String, Double>> ranked(String sample) {
        return trigrams.get().computeLanguageConfidenceValues(sample).entrySet().stream()
                .map(entry -> Map.entry(entry.getKey().getIsoCode639_1().toString(), entry.getValue()))
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .toList();
    }

    private static String sample(String text) {
        if (text.length() <= CHARACTERS_READ) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(CHARACTERS_READ - 1)) ? CHARACTERS_READ - 1 : CHARACTERS_READ;
        return text.substring(0, end);
    }

    private record Letters(int total, int latin) {
        static Letters count(String text) {
            int total = 0;
            int latin = 0;
            for (int i = 0; i < text.length(); ) {
                int c = text.codePointAt(i);
                if (Character.isLetter(c)) {
                    total++;
                    latin += c < 0x80 || Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN ? 1 : 0;
                }
                i += Character.charCount(c);
            }
            return new Letters(total, latin);
        }
    }

    /** Made when it is first asked for. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> maker;
        private volatile @Nullable T value;

        Once(Supplier<T> maker) {
            this.maker = maker;
        }

        @Override
        public T get() {
            T made = value;
            if (made == null) {
                synchronized (this) {
                    made = value;
                    if (made == null) {
                        made = maker.get();
                        value = made;
                    }
                }
            }
            return made;
        }
    }
}
