package dev.scriptorium.ingest.facade.deepl;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.scriptorium.ingest.facade.FacadeTranslator;
import dev.scriptorium.ingest.translation.LanguageDetector.DetectedLanguage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers as DeepL gives them. */
final class DeepLViews {

    private DeepLViews() {}

    /** One for each text, in order. */
    record Translations(List<Translation> translations) {

        static Translations of(DeepLRequest request, List<FacadeTranslator.Translated> translated) {
            return new Translations(IntStream.range(0, translated.size())
                    .mapToObj(i ->
                            Translation.of(request.source(), request.texts().get(i), translated.get(i)))
                    .toList());
        }
    }

    /**
     * A translated text.
     *
     * @param language that was given, or else recognised; empty where none was
     * @param characters code points of the source
     */
    record Translation(
            @JsonProperty("detected_source_language") String language,
            String text,
            @JsonProperty("billed_characters") int characters) {

        static Translation of(String source, String text, FacadeTranslator.Translated translated) {
            String language =
                    translated.detected().map(DetectedLanguage::language).orElse(source);
            return new Translation(
                    language.toUpperCase(Locale.ROOT), translated.text(), text.codePointCount(0, text.length()));
        }
    }

    /**
     * A language.
     *
     * @param formality null for a source language
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Language(
            String language,
            String name,
            @JsonProperty("supports_formality") @Nullable Boolean formality) {}

    /** Nothing is counted and nothing is limited. */
    record Usage(
            @JsonProperty("character_count") long count,
            @JsonProperty("character_limit") long limit) {

        /** What DeepL gives to those without a limit. */
        static final Usage UNLIMITED = new Usage(0, 1_000_000_000_000L);
    }

    /** A document, and the secret that asks for it. */
    record Handle(
            @JsonProperty("document_id") String id,
            @JsonProperty("document_key") String key) {}

    /**
     * How far a document is.
     *
     * @param status queued, translating, done or error
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Status(
            @JsonProperty("document_id") String id,
            String status,
            @JsonProperty("seconds_remaining") @Nullable Long secondsRemaining,
            @JsonProperty("error_message") @Nullable String error) {}
}
