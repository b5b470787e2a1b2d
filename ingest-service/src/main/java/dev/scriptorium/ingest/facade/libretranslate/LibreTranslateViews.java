package dev.scriptorium.ingest.facade.libretranslate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.ingest.facade.FacadeTranslator;
import dev.scriptorium.ingest.translation.LanguageDetector;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers as LibreTranslate gives them. */
final class LibreTranslateViews {

    private LibreTranslateViews() {}

    /**
     * A translation, or several for a list of texts.
     *
     * @param translatedText a text, or a list of texts
     * @param detectedLanguage null where the source was given; else one, or a list
     * @param alternatives null where none were asked for; else empty
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Translation(
            Object translatedText,
            @Nullable Object detectedLanguage,
            @Nullable List<?> alternatives) {

        static Translation of(List<FacadeTranslator.Translated> translated, LibreTranslateRequest request) {
            List<String> texts =
                    translated.stream().map(FacadeTranslator.Translated::text).toList();
            List<Detected> languages =
                    translated.stream().map(one -> Detected.of(one.detected())).toList();
            boolean detect = request.source().isEmpty();
            return request.isList()
                    ? new Translation(
                            texts,
                            detect ? languages : null,
                            request.alternatives() > 0
                                    ? texts.stream().map(text -> List.of()).toList()
                                    : null)
                    : new Translation(
                            texts.getFirst(),
                            detect ? languages.getFirst() : null,
                            request.alternatives() > 0 ? List.of() : null);
        }
    }

    /**
     * A language that was recognised.
     *
     * @param confidence in percent: the share of the text that is in this language; 0 where none was recognised
     */
    record Detected(double confidence, String language) {

        private static final String NONE = "en";

        /** LibreTranslate names English where it recognises nothing. */
        static Detected of(Optional<LanguageDetector.DetectedLanguage> detected) {
            return detected.map(found -> new Detected(Math.round(found.share() * 100), found.language()))
                    .orElse(new Detected(0, NONE));
        }
    }

    /** A source language with its target languages. */
    record Language(String code, String name, List<String> targets) {

        static Language of(String code, List<String> targets) {
            return new Language(code, nameOf(code), targets);
        }
    }

    /** A language that a page offers first. */
    record Offered(String code, String name) {

        static Offered of(String code) {
            return new Offered(code, code.equals("auto") ? "Auto Detect" : nameOf(code));
        }
    }

    /** The two languages that a page offers first. */
    record OfferedPair(Offered source, Offered target) {}

    /**
     * What a page has to know.
     *
     * @param charLimit so many characters are within the limits, whatever they are
     * @param frontendTimeout milliseconds without a key stroke before a page asks
     */
    record Settings(
            boolean apiKeys,
            boolean keyRequired,
            long charLimit,
            int frontendTimeout,
            OfferedPair language,
            boolean suggestions,
            boolean filesTranslation,
            List<String> supportedFilesFormat) {}

    /** Where a translated file is. */
    record FileUrl(String translatedFileUrl) {}

    /** The service answers. */
    record Health(String status) {}

    private static String nameOf(String code) {
        return Locale.forLanguageTag(code).getDisplayName(Locale.ENGLISH);
    }
}
