package dev.scriptorium.translator.check;

import dev.scriptorium.translator.text.NumberWords;
import dev.scriptorium.translator.text.Numeral;
import dev.scriptorium.translator.text.Quantity;
import dev.scriptorium.translator.text.SourceText;
import dev.scriptorium.translator.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Whether a number of the source is missing from the translation, changed, or new in it, or lacks its sign, currency or unit.
 * Each language may write it in its own way: 1,234.5 is 1.234,5; 3:30 pm is 15:30; a date may change its order, and a number
 * be spelled out.
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
        List<Quantity> missing = new ArrayList<>(attempt.source().quantities(attempt.sourceLanguage()));
        List<Quantity> added = new ArrayList<>(Quantity.in(
                attempt.target(), attempt.targetLanguage(), attempt.source().copiesIn(attempt.target())));
        String source = attempt.source().outside(SourceText::copied);
        String target = attempt.targetOutsideSpans();
        removePairs(missing, added, Quantity::agrees);
        if (missing.stream().anyMatch(quantity -> added.stream().anyMatch(quantity::sameValue))) {
            return true;
        }
        List<Long> spelled = new ArrayList<>(NumberWords.in(source, attempt.sourceLanguage()));
        List<Long> written = new ArrayList<>(NumberWords.in(target, attempt.targetLanguage()));
        removeSame(spelled, written);
        missing.removeIf(quantity -> !quantity.signed() && isSpelled(quantity, written));
        added.removeIf(quantity -> isSpelled(quantity, spelled));
        List<Long> roman = NumberWords.roman(target);
        missing.removeIf(quantity -> !quantity.signed() && isSpelled(quantity, roman));
        List<Long> romanInSource = NumberWords.roman(source);
        added.removeIf(quantity -> isSpelled(quantity, romanInSource));
        if (spelledOtherwise(spelled, written, added, attempt)) {
            return true;
        }
        if (missing.isEmpty() && added.isEmpty()) {
            return false;
        }
        if (missing.isEmpty()) {
            return unexplained(added, source, attempt.sourceLanguage());
        }
        if (added.isEmpty()) {
            return missing.stream().anyMatch(Quantity::signed)
                    || unexplained(missing, target, attempt.targetLanguage());
        }
        return !sameComponents(numbers(missing), numbers(added));
    }

    private static void removePairs(
            List<Quantity> missing, List<Quantity> added, BiPredicate<Quantity, Quantity> match) {
        missing.removeIf(quantity -> removeFirst(added, other -> match.test(quantity, other)));
    }

    private static <T> boolean removeFirst(List<T> elements, Predicate<T> condition) {
        for (int i = 0; i < elements.size(); i++) {
            if (condition.test(elements.get(i))) {
                elements.remove(i);
                return true;
            }
        }
        return false;
    }

    private static void removeSame(List<Long> spelled, List<Long> written) {
        spelled.removeIf(number -> removeFirst(written, number::equals));
    }

    /** Whether the other text has the number in words; a word explains one number. */
    private static boolean isSpelled(Quantity quantity, List<Long> spelled) {
        return removeFirst(spelled, value -> quantity.number().value().equals(Optional.of("v" + value)));
    }

    /**
     * Whether the source spells out a number that the translation has neither in words nor in digits. Small ones are compared
     * where both texts spell them out: "two" may be "a pair".
     */
    private static boolean spelledOtherwise(
            List<Long> spelled, List<Long> written, List<Quantity> added, Attempt attempt) {
        if (!NumberWords.knows(attempt.sourceLanguage()) || !NumberWords.knows(attempt.targetLanguage())) {
            return false;
        }
        boolean large = spelled.stream().anyMatch(number -> number > OFTEN_A_WORD);
        return large && !roundly(spelled, attempt) || !spelled.isEmpty() && (!written.isEmpty() || !added.isEmpty());
    }

    /** "twenty" may be "une vingtaine", and "the sixties" no number at all. */
    private static boolean roundly(List<Long> spelled, Attempt attempt) {
        return spelled.stream().allMatch(number -> number <= OFTEN_A_WORD || number % 10 == 0 || number == 15)
                && hasNumberWord(attempt.targetOutsideSpans(), attempt.targetLanguage());
    }

    private static List<Numeral> numbers(List<Quantity> quantities) {
        return quantities.stream().map(Quantity::number).toList();
    }

    /** Whether one of them is too large to stand as a common word, and the other text has no word for a larger number. */
    private static boolean unexplained(List<Quantity> quantities, String other, String language) {
        return quantities.stream()
                        .map(Quantity::number)
                        .anyMatch(number -> number.largest() > OFTEN_A_WORD || number.decimal())
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
    private static boolean sameComponents(List<Numeral> missing, List<Numeral> added) {
        List<Numeral> all = new ArrayList<>(missing);
        all.addAll(added);
        if (all.stream().anyMatch(Numeral::grouped)) {
            return false;
        }
        if (all.stream().noneMatch(Numeral::compound)) {
            return missing.size() == added.size()
                    && missing.getFirst().largest() > 0
                    && missing.getFirst().largest() + OFTEN_A_WORD
                            == added.getFirst().largest()
                    && added.getFirst().largest() < 24;
        }
        return large(missing).equals(large(added));
    }

    private static List<Long> large(List<Numeral> numbers) {
        return numbers.stream()
                .flatMap(number -> number.components().stream())
                .filter(component -> component > OFTEN_A_WORD)
                .sorted()
                .toList();
    }
}
