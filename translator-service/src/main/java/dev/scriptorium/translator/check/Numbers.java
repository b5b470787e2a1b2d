package dev.scriptorium.translator.check;

import dev.scriptorium.translator.text.SourceText;
import dev.scriptorium.translator.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether a number of the source is missing from the translation, changed, or new in it. Each language may write it in its
 * own way: 1,234.5 is 1.234,5; 3:30 pm is 15:30; a date may change its order, and a number be spelled out.
 */
final class Numbers implements Predicate<Attempt> {

    /** Numbers up to this are often spelled out, and months named. */
    private static final long OFTEN_A_WORD = 12;

    /** Parts of words for larger numbers; those of up to four letters are words of their own. */
    private static final Map<String, Set<String>> NUMBER_WORDS = Map.of(
            "en",
            Set.of(
                    "teen",
                    "twenty",
                    "thirty",
                    "forty",
                    "fifty",
                    "sixty",
                    "seventy",
                    "eighty",
                    "ninety",
                    "hundred",
                    "thousand",
                    "dozen"),
            "de",
            Set.of(
                    "zwanzig",
                    "dreißig",
                    "vierzig",
                    "fünfzig",
                    "sechzig",
                    "siebzig",
                    "achtzig",
                    "neunzig",
                    "hundert",
                    "tausend",
                    "dutzend",
                    "dreizehn",
                    "vierzehn",
                    "fünfzehn"),
            "fr",
            Set.of(
                    "vingt",
                    "trente",
                    "quarante",
                    "cinquante",
                    "soixante",
                    "cent",
                    "cents",
                    "mille",
                    "douzaine",
                    "treize",
                    "quatorze",
                    "quinze",
                    "seize"),
            "es",
            Set.of(
                    "veinte",
                    "veinti",
                    "treinta",
                    "cuarenta",
                    "cincuenta",
                    "sesenta",
                    "setenta",
                    "ochenta",
                    "noventa",
                    "cien",
                    "cientos",
                    "mil",
                    "docena",
                    "quince"),
            "it",
            Set.of(
                    "venti",
                    "trenta",
                    "quaranta",
                    "cinquanta",
                    "sessanta",
                    "settanta",
                    "ottanta",
                    "novanta",
                    "cento",
                    "mille",
                    "mila",
                    "dozzina",
                    "quindici"));

    @Override
    public boolean test(Attempt attempt) {
        String source = attempt.source().outside(SourceText::copied);
        String target = attempt.targetOutsideSpans();
        List<NumberToken> missing = NumberToken.in(source, attempt.sourceLanguage());
        List<NumberToken> added = NumberToken.in(target, attempt.targetLanguage());
        removePairs(missing, added);
        if (missing.isEmpty() && added.isEmpty()) {
            return false;
        }
        if (missing.isEmpty()) {
            return unexplained(added, source, attempt.sourceLanguage());
        }
        if (added.isEmpty()) {
            return unexplained(missing, target, attempt.targetLanguage());
        }
        return !sameComponents(missing, added);
    }

    private static void removePairs(List<NumberToken> missing, List<NumberToken> added) {
        List<NumberToken> unmatched = new ArrayList<>();
        for (NumberToken number : missing) {
            if (!removeFirst(added, number::matches)) {
                unmatched.add(number);
            }
        }
        missing.clear();
        missing.addAll(unmatched);
    }

    private static boolean removeFirst(List<NumberToken> numbers, Predicate<NumberToken> condition) {
        for (int i = 0; i < numbers.size(); i++) {
            if (condition.test(numbers.get(i))) {
                numbers.remove(i);
                return true;
            }
        }
        return false;
    }

    /** Whether one of them is too large to stand as a common word, and the other text has no word for a larger number. */
    private static boolean unexplained(List<NumberToken> numbers, String other, String language) {
        return numbers.stream().anyMatch(number -> number.largest() > OFTEN_A_WORD || number.decimal())
                && !hasNumberWord(other, language);
    }

    private static boolean hasNumberWord(String text, String language) {
        Set<String> numberWords = NUMBER_WORDS.getOrDefault(language, Set.of());
        return Words.of(text).stream()
                .anyMatch(word -> numberWords.stream()
                        .anyMatch(number -> number.length() <= 4 && !number.equals("teen")
                                ? word.equals(number)
                                : word.contains(number)));
    }

    /** Whether dates and times of one side are made of the numbers of the other: 12.05.2024 and May 12, 2024; 3 pm and 15. */
    private static boolean sameComponents(List<NumberToken> missing, List<NumberToken> added) {
        List<NumberToken> all = new ArrayList<>(missing);
        all.addAll(added);
        if (all.stream().anyMatch(NumberToken::grouped)) {
            return false;
        }
        if (all.stream().noneMatch(NumberToken::compound)) {
            return missing.size() == added.size()
                    && missing.getFirst().largest() + OFTEN_A_WORD
                            == added.getFirst().largest()
                    && added.getFirst().largest() < 24;
        }
        return large(missing).equals(large(added));
    }

    private static List<Long> large(List<NumberToken> numbers) {
        return numbers.stream()
                .flatMap(number -> number.components().stream())
                .filter(component -> component > OFTEN_A_WORD)
                .sorted()
                .toList();
    }
}
