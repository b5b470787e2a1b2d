package dev.scriptorium.tokenizer.language;

import com.github.pemistahl.lingua.api.IsoCode639_1;
import com.github.pemistahl.lingua.api.Language;
import com.github.pemistahl.lingua.api.LanguageDetectorBuilder;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of the served languages a text is written in: by its function words, and where they do not settle it, by
 * Lingua's n-grams. Languages that are not served but resemble a served one are known to it as well, so that Finnish is
 * not called English for want of a better answer.
 *
 * <p>Function words of the first {@value #CHARACTERS_FOR_WORDS} characters cost 25 µs, trigrams of the first
 * {@value #CHARACTERS_FOR_NGRAMS} cost 300 to 500 µs. Texts of up to {@value #SHORT} characters are told apart by n-grams
 * of up to five characters, for which the served languages take about 25 MB of memory each. Thread-safe.
 */
public final class LanguageDetector {

    static final int CHARACTERS_FOR_WORDS = 2_000;
    static final int CHARACTERS_FOR_NGRAMS = 400;
    /** Up to this length Lingua reads more than trigrams. */
    private static final int SHORT = 119;
    /** Stretches of a text that are judged one by one. */
    private static final int MOST_STRETCHES = 8;
    /** A text with fewer letters is only ever guessed. */
    private static final int LETTERS_TO_BE_SURE = 24;
    /** With fewer letters, a served language is easily taken for its neighbour. */
    private static final int LETTERS_TO_BE_FOREIGN = 40;
    /** Confidence of the second-best language, where the best has 1, from which on nothing is certain. */
    private static final double TOO_CLOSE = 0.93;
    /** As {@link #TOO_CLOSE}, for a guess between served languages. */
    private static final double INDISTINGUISHABLE = 0.99;
    /** A text without a word of this many letters, such as "42 kg", is in no language. */
    private static final int SHORTEST_WORD = 3;

    private static final Set<String> LATIN = Set.of(
            "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "fi", "cs", "sk", "hu", "ro", "tr", "hr", "sl",
            "et", "lv", "lt", "ca");

    private final Set<String> served;
    private final FunctionWords functionWords;
    private final Supplier<com.github.pemistahl.lingua.api.LanguageDetector> withNeighbours;
    private final Supplier<com.github.pemistahl.lingua.api.LanguageDetector> servedOnly;

    /**
     * @param served ISO 639-1 codes of the languages that may be the answer
     * @param neighbours codes of languages to tell them apart from
     */
    public LanguageDetector(Set<String> served, Set<String> neighbours) {
        this.served = Set.copyOf(served);
        this.functionWords = new FunctionWords(served);
        EnumSet<Language> answers = languages(served);
        EnumSet<Language> known = languages(neighbours);
        known.addAll(answers);
        if (known.size() < 2) {
            throw new IllegalArgumentException("at least two languages are needed to tell them apart: " + known);
        }
        this.withNeighbours = new Once<>(() -> LanguageDetectorBuilder.fromLanguages(known.toArray(Language[]::new))
                .withLowAccuracyMode()
                .build());
        this.servedOnly = answers.size() < 2
                ? withNeighbours
                : new Once<>(() -> LanguageDetectorBuilder.fromLanguages(answers.toArray(Language[]::new))
                        .build());
    }

    private static EnumSet<Language> languages(Set<String> codes) {
        EnumSet<Language> languages = EnumSet.noneOf(Language.class);
        codes.forEach(code -> languages.add(language(code)));
        return languages;
    }

    private static Language language(String code) {
        try {
            return Language.getByIsoCode639_1(IsoCode639_1.valueOf(code.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a language that can be detected: " + code, e);
        }
    }

    /** Loads what short texts need, which takes a second; else the first short text waits for it. */
    public void preload() {
        likeliest("Guten Morgen");
    }

    /** What a text alone says about its language. */
    public Guess detect(String text) {
        Letters letters = Letters.count(sample(text, CHARACTERS_FOR_NGRAMS));
        if (letters.longestWord() < SHORTEST_WORD && letters.total() == letters.latin()) {
            return Guess.NO_IDEA;
        }
        if (letters.latin() * 2 < letters.total() && letters.total() >= 4 && servesLatinOnly()) {
            return Guess.NOT_SERVED;
        }
        Guess byWords = functionWords.guess(sample(text, CHARACTERS_FOR_WORDS));
        if (byWords instanceof Guess.Served || letters.total() < LETTERS_TO_BE_SURE) {
            return byWords;
        }
        return byNgrams(sample(text, CHARACTERS_FOR_NGRAMS), letters.total());
    }

    private Guess byNgrams(String sample, int letters) {
        List<Map.Entry<String, Double>> all = ranked(withNeighbours.get(), sample);
        if (all.isEmpty()) {
            return Guess.NO_IDEA;
        }
        double bestServed = all.stream()
                .filter(candidate -> served.contains(candidate.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .max()
                .orElse(0);
        if (bestServed < TOO_CLOSE) {
            return letters >= LETTERS_TO_BE_FOREIGN ? Guess.NOT_SERVED : Guess.NO_IDEA;
        }
        List<Map.Entry<String, Double>> answers = ranked(servedOnly.get(), sample).stream()
                .filter(candidate -> served.contains(candidate.getKey()))
                .toList();
        if (answers.isEmpty()) {
            return Guess.NO_IDEA;
        }
        String best = answers.getFirst().getKey();
        boolean clear =
                bestServed == 1 && (answers.size() == 1 || answers.get(1).getValue() < TOO_CLOSE);
        return clear ? new Guess.Served(best) : new Guess.Unsure(best);
    }

    /**
     * The likeliest served language, for a text that is all there is to go by. Empty where it is in none of them, or
     * could as well be in another.
     */
    public String likeliest(String text) {
        return switch (detect(text)) {
            case Guess.Served(String language) -> language;
            case Guess.NotServed() -> "";
            case Guess.Unsure _ -> byStretches(text);
        };
    }

    /** Adds up what short stretches of the text say, since n-grams of more than three characters are read in these only. */
    private String byStretches(String text) {
        if (Letters.count(text).longestWord() < SHORTEST_WORD) {
            return "";
        }
        Map<String, Double> sums = new HashMap<>();
        int stretches = 0;
        for (int start = 0; start < text.length() && stretches < MOST_STRETCHES; stretches++) {
            int end = stretchEnd(text, start);
            ranked(servedOnly.get(), text.substring(start, end)).stream()
                    .filter(candidate -> served.contains(candidate.getKey()))
                    .forEach(candidate -> sums.merge(candidate.getKey(), candidate.getValue(), Double::sum));
            start = end;
        }
        List<Map.Entry<String, Double>> ranked = sums.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .toList();
        boolean clear = !ranked.isEmpty()
                && (ranked.size() == 1
                        || ranked.get(1).getValue()
                                < INDISTINGUISHABLE * ranked.getFirst().getValue());
        return clear ? ranked.getFirst().getKey() : "";
    }

    private static int stretchEnd(String text, int start) {
        int latest = start + SHORT;
        if (latest >= text.length()) {
            return text.length();
        }
        for (int at = latest; at > start + SHORT / 2; at--) {
            if (Character.isWhitespace(text.charAt(at))) {
                return at;
            }
        }
        return Character.isLowSurrogate(text.charAt(latest)) ? latest - 1 : latest;
    }

    private boolean servesLatinOnly() {
        return LATIN.containsAll(served);
    }

    /** Confidences by language, the highest first, which is 1. */
    private static List<Map.Entry<String, Double>> ranked(
            com.github.pemistahl.lingua.api.LanguageDetector ngrams, String sample) {
        return ngrams.computeLanguageConfidenceValues(sample).entrySet().stream()
                .map(entry -> Map.entry(entry.getKey().getIsoCode639_1().toString(), entry.getValue()))
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .toList();
    }

    private static String sample(String text, int characters) {
        if (text.length() <= characters) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(characters - 1)) ? characters - 1 : characters;
        return text.substring(0, end);
    }

    private record Letters(int total, int latin, int longestWord) {
        static Letters count(String text) {
            int total = 0;
            int latin = 0;
            int word = 0;
            int longest = 0;
            for (int i = 0; i < text.length(); ) {
                int c = text.codePointAt(i);
                if (Character.isLetter(c)) {
                    total++;
                    latin += c < 0x80 || Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN ? 1 : 0;
                    longest = Math.max(longest, ++word);
                } else {
                    word = 0;
                }
                i += Character.charCount(c);
            }
            return new Letters(total, latin, longest);
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
