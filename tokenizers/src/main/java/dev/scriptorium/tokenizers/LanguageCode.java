package dev.scriptorium.tokenizers;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A language as a model names it, in the words that the product has for it.
 *
 * @param language ISO 639-1 where that has the language, else the three letters of ISO 639-3
 * @param script four letters of ISO 15924, such as {@code Latn}; empty where the name does not say
 */
public record LanguageCode(String language, String script) {

    /** Single languages that models name where ISO 639-1 has one code for the group that they lead. */
    private static final Map<String, String> LEADING = Map.ofEntries(
            Map.entry("als", "sq"),
            Map.entry("arb", "ar"),
            Map.entry("ayr", "ay"),
            Map.entry("azj", "az"),
            Map.entry("cmn", "zh"),
            Map.entry("ekk", "et"),
            Map.entry("gaz", "om"),
            Map.entry("khk", "mn"),
            Map.entry("kmr", "ku"),
            Map.entry("lvs", "lv"),
            Map.entry("npi", "ne"),
            Map.entry("ory", "or"),
            Map.entry("pbt", "ps"),
            Map.entry("pes", "fa"),
            Map.entry("plt", "mg"),
            Map.entry("quy", "qu"),
            Map.entry("swh", "sw"),
            Map.entry("uzn", "uz"),
            Map.entry("ydd", "yi"),
            Map.entry("zsm", "ms"));

    private static final Map<String, String> ISO_639_1 = iso6391();

    private static Map<String, String> iso6391() {
        Map<String, String> codes = new HashMap<>(LEADING);
        for (String language : Locale.getISOLanguages()) {
            // Locale knows the codes that were withdrawn, and gives the present one.
            String present = Locale.of(language).getLanguage();
            codes.put(language, present);
            codes.put(Locale.of(language).getISO3Language(), present);
        }
        return codes;
    }

    /**
     * Reads {@code de}, {@code deu}, {@code de_DE}, {@code deu_Latn}, {@code zh-Hant}; empty where it is none of these.
     */
    public static Optional<LanguageCode> of(String name) {
        String[] parts = name.split("[_-]");
        String code = parts[0].toLowerCase(Locale.ROOT);
        String script = "";
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].matches("[A-Za-z]{4}")) {
                script = parts[i].substring(0, 1).toUpperCase(Locale.ROOT)
                        + parts[i].substring(1).toLowerCase(Locale.ROOT);
            }
        }
        String language = ISO_639_1.get(code);
        if (language == null && !code.matches("[a-z]{3}")) {
            return Optional.empty();
        }
        return Optional.of(new LanguageCode(language == null ? code : language, script));
    }

    /**
     * Which of a model's names is the wanted language: the very name, else the first in alphabetical order of its language,
     * in its script where the wanted name has one.
     */
    public static Optional<String> among(Collection<String> names, String wanted) {
        if (names.contains(wanted)) {
            return Optional.of(wanted);
        }
        return of(wanted)
                .flatMap(code -> names.stream()
                        .filter(name -> of(name).filter(code::isMetBy).isPresent())
                        .min(Comparator.naturalOrder()));
    }

    private boolean isMetBy(LanguageCode other) {
        return norwegian(language).equals(norwegian(other.language))
                && (script.isEmpty() || other.script.isEmpty() || script.equals(other.script));
    }

    /** Models name Norwegian as a whole or its common written form, and mean the same. */
    private static String norwegian(String language) {
        return language.equals("nb") ? "no" : language;
    }
}
