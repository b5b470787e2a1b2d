package dev.scriptorium.ingest.facade.deepl;

import dev.scriptorium.ingest.catalogue.LanguagePaths;
import dev.scriptorium.ingest.facade.deepl.DeepLViews.Language;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Languages as DeepL names them. A target with variants is listed by these, because its clients refuse it without one. */
final class DeepLLanguages {

    private static final Map<String, List<String>> VARIANTS =
            Map.of("en", List.of("EN-GB", "EN-US"), "pt", List.of("PT-BR", "PT-PT"));

    private DeepLLanguages() {}

    static List<Language> sources(LanguagePaths paths) {
        return paths.sources().stream()
                .map(code -> new Language(code.toUpperCase(Locale.ROOT), name(code), null))
                .toList();
    }

    static List<Language> targets(LanguagePaths paths) {
        return paths.targets("").stream()
                .flatMap(code -> VARIANTS.getOrDefault(code, List.of(code.toUpperCase(Locale.ROOT))).stream())
                .map(code -> new Language(code, name(code), false))
                .toList();
    }

    private static String name(String code) {
        return Locale.forLanguageTag(code).getDisplayName(Locale.ENGLISH);
    }
}
