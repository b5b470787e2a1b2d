package dev.scriptorium.translator.text;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Currencies and units, by sign, by code and by word. What means the same has the same name here, so that "5 €", "5 EUR" and
 * "5 euros" can be compared.
 */
final class Units {

    /** Sign or code, then what it is. Codes and units of letters count with their case. */
    private static final Map<String, Set<String>> SIGNS = new HashMap<>();

    /** In lower case. A word may have several meanings: a pound is a currency and a weight. */
    private static final Map<String, Set<String>> WORDS = new HashMap<>();

    private static final Set<String> CURRENCIES = new HashSet<>();
    private static final Map<String, String> MULTIPLIERS = new HashMap<>();
    private static final List<String> SIGNS_BY_LENGTH;

    static {
        currency("EUR", "€ EUR", "euro euros euron");
        currency("USD", "$ US$ USD", "dollar dollars dólar dólares");
        currency("dollar", "CA$ C$ CAD A$ AUD NZ$ NZD HK$ HKD S$ SGD R$ MX$ MXN", "");
        currency("GBP", "£ GBP", "pound pounds pfund livre livres libra libras");
        currency("JPY", "¥ JPY CNY RMB", "yen yens yuan yuans");
        currency("CHF", "CHF", "franken franc francs franco francos");
        currency("INR", "₹ INR", "rupee rupees rupie rupien roupie roupies rupia rupias");
        currency("RUB", "₽ RUB", "rouble roubles ruble rubles rubel rublo rublos");
        currency("crown", "SEK NOK DKK CZK", "crown crowns krone kronen krona couronne couronnes corona coronas");
        currency("PLN", "zł PLN", "zloty zlotys");
        currency("other", "₩ ₺ ₴ ₦ ₫ ₪ ฿ ₱ KRW TRY UAH ILS THB BRL ZAR", "");
        currency("cent", "¢ ct", "cent cents centime centimes céntimo céntimos centavo centavos");
        unit("%", "% ٪", "percent prozent");
        unit("‰", "‰", "promille");
        unit("°C", "°C ℃", "");
        unit("°F", "°F ℉", "");
        unit("°", "°", "degree degrees grad degré degrés grado grados");
        unit(
                "km",
                "km",
                "kilometre kilometres kilometer kilometers kilometern kilomètre kilomètres kilómetro kilómetros");
        unit("m", "m", "metre metres meter meters metern mètre mètres metro metros");
        unit(
                "cm",
                "cm",
                "centimetre centimetres centimeter centimeters zentimeter zentimetern centimètre centimètres centímetro centímetros");
        unit(
                "mm",
                "mm",
                "millimetre millimetres millimeter millimeters millimetern millimètre millimètres milímetro milímetros");
        unit("µm", "µm μm", "");
        unit("nm", "nm", "");
        unit("m²", "m² qm", "");
        unit("m³", "m³", "");
        unit("cm²", "cm²", "");
        unit("cm³", "cm³", "");
        unit("km²", "km²", "");
        unit("ha", "ha", "hectare hectares hektar hectárea hectáreas");
        unit("kg", "kg", "kilogram kilograms kilogramm kilogramme kilogrammes kilogramo kilogramos kilo kilos");
        unit("g", "g", "gram grams gramm gramme grammes gramo gramos");
        unit("mg", "mg", "milligram milligrams milligramm milligramme milligrammes miligramo miligramos");
        unit("µg", "µg μg", "");
        unit("t", "t", "tonne tonnes tonnen ton tons tonelada toneladas");
        unit("lb", "lb lbs", "pound pounds pfund livre livres libra libras");
        unit("oz", "oz", "");
        unit("l", "l L", "litre litres liter liters litern litro litros");
        unit("ml", "ml mL", "millilitre millilitres milliliter milliliters millilitern mililitro mililitros");
        unit("h", "h", "hour hours stunde stunden heure heures hora horas");
        unit("min", "min", "minute minutes minuten minuto minutos");
        unit("s", "s", "second seconds sekunde sekunden seconde secondes segundo segundos");
        unit("ms", "ms", "millisecond milliseconds millisekunde millisekunden");
        unit("µs", "µs μs", "");
        unit("day", "", "day days tag tage tagen jour jours día días");
        unit("week", "", "week weeks woche wochen semaine semaines semana semanas");
        unit("month", "", "month months monat monate monaten mois mes meses");
        unit("year", "", "year years jahr jahre jahren an ans année années año años");
        unit("km/h", "km/h kph", "");
        unit("km", "km/h", "");
        unit("m/s", "m/s", "");
        unit("m", "m/s", "");
        unit("mph", "mph", "");
        unit("mile", "mi mph", "mile miles meile meilen mille milles milla millas");
        for (String same :
                ("B kB KB MB GB TB KiB MiB GiB TiB bit/s kbit/s Mbit/s Gbit/s Mbps Gbps Hz kHz MHz GHz W kW MW kWh"
                                + " MWh V mV kV mA mAh Ω kΩ N Pa hPa kPa bar psi dB J kJ kcal mol nM mM K px pt dpi ft")
                        .split(" ")) {
            unit(same, same, "");
        }
        for (String million : "million millions mio mio. millionen millón millones".split(" ")) {
            MULTIPLIERS.put(million, "6");
        }
        for (String billion : "billion billions milliarde milliarden mrd mrd. milliard milliards".split(" ")) {
            MULTIPLIERS.put(billion, "9");
        }
        SIGNS_BY_LENGTH = SIGNS.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private Units() {}

    /** What a sign of currency or unit means; empty for what is none. */
    static Set<String> ofSign(String sign) {
        return SIGNS.getOrDefault(sign, Set.of());
    }

    /** What a word means as currency or unit, in any of the languages. */
    static Set<String> ofWord(String word) {
        return WORDS.getOrDefault(word.toLowerCase(Locale.ROOT), Set.of());
    }

    /** Whether a word multiplies the number before it, as million does. */
    static boolean multiplies(String word) {
        return MULTIPLIERS.containsKey(word.toLowerCase(Locale.ROOT));
    }

    /** The longest sign that stands at this place, with no letter or digit after it; empty where there is none. */
    static String signAt(String text, int start) {
        for (String sign : SIGNS_BY_LENGTH) {
            if (text.startsWith(sign, start) && endsThere(text, start + sign.length(), sign)) {
                return sign;
            }
        }
        return "";
    }

    /** The longest currency that ends at this place, with no letter before it; empty where there is none. */
    static String currencyBefore(String text, int end) {
        for (String sign : SIGNS_BY_LENGTH) {
            int start = end - sign.length();
            if (CURRENCIES.contains(sign)
                    && start >= 0
                    && text.startsWith(sign, start)
                    && (start == 0
                            || !Character.isLetterOrDigit(text.codePointBefore(start))
                            || !Character.isLetter(sign.charAt(0)))) {
                return sign;
            }
        }
        return "";
    }

    private static boolean endsThere(String text, int end, String sign) {
        boolean letters = Character.isLetter(sign.codePointBefore(sign.length()));
        return !letters || end >= text.length() || !Character.isLetterOrDigit(text.codePointAt(end));
    }

    private static void currency(String meaning, String signs, String words) {
        CURRENCIES.addAll(List.of(signs.split(" ")));
        unit(meaning, signs, words);
    }

    private static void unit(String meaning, String signs, String words) {
        Stream.of(signs.split(" "))
                .filter(sign -> !sign.isEmpty())
                .forEach(sign -> SIGNS.merge(sign, Set.of(meaning), Units::both));
        Stream.of(words.split(" "))
                .filter(word -> !word.isEmpty())
                .forEach(word -> WORDS.merge(word, Set.of(meaning), Units::both));
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        Set<String> both = new HashSet<>(some);
        both.addAll(others);
        return Set.copyOf(both);
    }
}
