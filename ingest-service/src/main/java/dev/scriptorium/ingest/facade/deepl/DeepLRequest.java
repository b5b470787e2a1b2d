package dev.scriptorium.ingest.facade.deepl;

import dev.scriptorium.ingest.api.JsonBody;
import dev.scriptorium.ingest.facade.RequestFields;
import dev.scriptorium.ingest.submission.TaskLimits;
import java.util.List;
import java.util.Locale;

/**
 * Texts to translate.
 *
 * @param source empty where the language is to be detected
 */
record DeepLRequest(List<String> texts, String source, String target, Tags tags) {

    /** What of a text is not to be translated. */
    enum Tags {
        NONE,
        HTML,
        XML
    }

    /** Each changes the translation, so that one without it would be another than was asked for. */
    private static final List<String> REFUSED = List.of(
            "glossary_id", "glossary_ids", "style_id", "custom_instructions", "translation_memory_id", "ignore_tags");

    private static final List<String> FORMALITIES = List.of("default", "prefer_more", "prefer_less", "more", "less");
    private static final List<String> SPLITS = List.of("1", "0", "nonewlines");

    static DeepLRequest of(RequestFields fields, TaskLimits rules) {
        checkOptions(fields);
        fields.oneOf("split_sentences", SPLITS);
        String tags = fields.has("tag_handling") ? fields.oneOf("tag_handling", List.of("html", "xml")) : "none";
        return new DeepLRequest(
                fields.texts("text"),
                source(fields, rules),
                target(fields, rules),
                Tags.valueOf(tags.toUpperCase(Locale.ROOT)));
    }

    /** Fails where an option asks for another translation than there would be. */
    static void checkOptions(RequestFields fields) {
        REFUSED.stream().filter(fields::has).findFirst().ifPresent(name -> {
            throw JsonBody.bad(name + " is not supported.");
        });
        String formality = fields.oneOf("formality", FORMALITIES);
        if (formality.equals("more") || formality.equals("less")) {
            throw JsonBody.bad("formality " + formality + " is not supported; prefer_" + formality + " is ignored.");
        }
    }

    static String source(RequestFields fields, TaskLimits rules) {
        return rules.sourceLanguage(fields.text("source_lang").orElse(""));
    }

    static String target(RequestFields fields, TaskLimits rules) {
        return rules.language(fields.required("target_lang"));
    }
}
