package dev.scriptorium.translator.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whole numbers that a text spells out, as "twenty-five" and "fünfundzwanzig", in English, German, French and Spanish. */
public final class NumberWords {

    private static final Map<String, Map<String, Long>> WORDS = Map.of(
            "en",
            numbers("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
                    + " seventeen eighteen nineteen|twenty thirty forty fifty sixty seventy eighty ninety"
                    + "|hundred|thousand"),
            "de",
            numbers("eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn"
                    + " siebzehn achtzehn neunzehn|zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
                    + "|hundert|tausend"),
            "fr",
            numbers("un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
                    + " dix-sept dix-huit dix-neuf|vingt trente quarante cinquante soixante septante octante nonante"
                    + "|cent cents|mille"),
            "es",
            numbers("uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
                    + " diecisiete dieciocho diecinueve|veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"
                    + "|cien ciento|mil"));

    private static final Map<String, Set<String>> JOINED_BY =
            Map.of("en", Set.of("and"), "fr", Set.of("et"), "es", Set.of("y"), "de", Set.of());

    /** Words that mean something else more often, when they stand alone. */
    private static final Set<String> SELDOM_A_NUMBER = Set.of(
            "one",
            "un",
            "une",
            "uno",
            "una",
            "eins",
            "neuf",
            "hundred",
            "thousand",
            "mille",
            "hundert",
            "tausend",
            "cent",
            "cents",
            "mil",
            "acht",
            "sept",
            "seis");

    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    private static final Pattern ROMAN = Pattern.compile("(?<!\\p{L})([IVX]{2,6})(?:e|er|º)?(?!\\p{L})");

    private final Map<String, Long> words;
    private final List<Long> found = new ArrayList<>();
    private long thousands;
    private long current;
    private int length;
    private String first = "";

    private NumberWords(Map<String, Long> words) {
        this.words = words;
    }

    /** Whether this class reads number words of the language. */
    public static boolean knows(String language) {
        return WORDS.containsKey(language);
    }

    /** The values in the order of the text; none for another language. */
    public static List<Long> in(String text, String language) {
        var numbers = new NumberWords(WORDS.getOrDefault(language, Map.of()));
        Set<String> joins = JOINED_BY.getOrDefault(language, Set.of());
        Matcher word = WORD.matcher(text);
        int end = -1;
        boolean joined = false;
        while (word.find()) {
            String letters = word.group().toLowerCase(Locale.ROOT);
            boolean apart = end < 0 || !text.substring(end, word.start()).matches("[ \\u00a0-]");
            OptionalLong value = language.equals("de") ? numbers.german(letters) : numbers.value(letters);
            if (apart || value.isEmpty() && (joined || !joins.contains(letters))) {
                numbers.close();
            }
            joined = value.isEmpty() && numbers.length > 0 && joins.contains(letters);
            value.ifPresent(each -> numbers.add(each, letters));
            end = word.end();
        }
        numbers.close();
        return List.copyOf(numbers.found);
    }

    /** Roman numerals of two letters or more, as those of centuries; they may change. */
    public static List<Long> roman(String text) {
        return new ArrayList<>(ROMAN.matcher(text)
                .results()
                .map(numeral -> romanValue(numeral.group(1)))
                .toList());
    }

    private static long romanValue(String numeral) {
        long sum = 0;
        for (int i = 0; i < numeral.length(); i++) {
            long value = romanDigit(numeral.charAt(i));
            boolean before = i + 1 < numeral.length() && value < romanDigit(numeral.charAt(i + 1));
            sum += before ? -value : value;
        }
        return sum;
    }

    private static long romanDigit(char digit) {
        return switch (digit) {
            case 'I' -> 1;
            case 'V' -> 5;
            default -> 10;
        };
    }

    private OptionalLong value(String word) {
        Long value = word.matches("un|une|una") && !words.containsKey("one") ? Long.valueOf(1) : words.get(word);
        if (value == null && words.containsKey("veinte") && word.startsWith("veinti")) {
            Long ones = words.get(
                    word.substring("veinti".length()).replace("dós", "dos").replace("trés", "tres"));
            value = ones == null ? null : 20 + ones;
        }
        if (value == null && word.endsWith("s")) {
            value = "vingts".equals(word) ? words.get("vingt") : null;
        }
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** German writes a number in one word: a tail of ones and tens after hundreds after thousands. */
    private OptionalLong german(String word) {
        int thousand = word.indexOf("tausend");
        if (thousand >= 0) {
            return sum(word.substring(0, thousand), 1000, word.substring(thousand + 7));
        }
        int hundred = word.indexOf("hundert");
        if (hundred >= 0) {
            return sum(word.substring(0, hundred), 100, word.substring(hundred + 7));
        }
        Long whole = words.get(word);
        int and = word.indexOf("und");
        if (whole == null && and > 0) {
            Long ones = word.startsWith("ein") && and == 3 ? Long.valueOf(1) : words.get(word.substring(0, and));
            Long tens = words.get(word.substring(and + 3));
            whole = ones == null || tens == null || ones > 9 || tens < 20 ? null : Long.valueOf(ones + tens);
        }
        return whole == null ? OptionalLong.empty() : OptionalLong.of(whole);
    }

    private OptionalLong sum(String times, long unit, String rest) {
        OptionalLong factor = times.isEmpty() || times.equals("ein") ? OptionalLong.of(1) : german(times);
        OptionalLong tail =
                rest.isEmpty() ? OptionalLong.of(0) : german(rest.startsWith("und") ? rest.substring(3) : rest);
        return factor.isEmpty() || tail.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(factor.getAsLong() * unit + tail.getAsLong());
    }

    private void add(long value, String word) {
        long below = current % 100;
        if (value == 1000) {
            thousands = Math.max(1, current) * 1000;
            current = 0;
        } else if (value == 100 && current < 100) {
            current = Math.max(1, current) * 100;
        } else if (value == 20 && below == 4 && word.startsWith("vingt")) {
            current += 76;
        } else if (length == 0
                || below == 0 && value < 100
                || below >= 20 && below % 10 == 0 && value < (below == 60 || below == 80 ? 20 : 10)
                || below == 10 && value < 10 && words.containsKey("dix")
                || (below == 70 || below == 90) && value < 10 && words.containsKey("dix")) {
            current += value;
        } else {
            close();
            current = value;
        }
        first = length == 0 ? word : first;
        length++;
    }

    private void close() {
        if (length > 1 || length == 1 && !SELDOM_A_NUMBER.contains(first)) {
            found.add(thousands + current);
        }
        thousands = 0;
        current = 0;
        length = 0;
        first = "";
    }

    /** Ones, tens, hundred, thousand, each with a bar before it. */
    private static Map<String, Long> numbers(String list) {
        Map<String, Long> numbers = new HashMap<>();
        String[] parts = list.split("\\|");
        long value = 1;
        for (String word : parts[0].split(" ")) {
            numbers.put(word, value++);
        }
        value = 20;
        for (String word : parts[1].split(" ")) {
            numbers.put(word, value);
            value += 10;
        }
        for (String word : parts[2].split(" ")) {
            numbers.put(word, 100L);
        }
        for (String word : parts[3].split(" ")) {
            numbers.put(word, 1000L);
        }
        return Map.copyOf(numbers);
    }
}
