package dev.scriptorium.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * What {@code tokenizer_config.json} says, all of it empty or false where there is no such file.
 *
 * @param kind the tokenizer's class in transformers, without {@code Fast}
 * @param languages those meant where none are said
 * @param languageCodes the name of a list of languages
 * @param legacy whether the source language stands after the text, as the first release of NLLB has it
 * @param cleanUp whether spaces before punctuation are taken out of what a model wrote
 */
record TokenizerSettings(String kind, Languages languages, String languageCodes, boolean legacy, boolean cleanUp) {

    static TokenizerSettings read(ModelFiles files) {
        JsonNode json = files.has("tokenizer_config.json")
                ? files.json("tokenizer_config.json")
                : JsonNodeFactory.instance.objectNode();
        return new TokenizerSettings(
                text(json, "tokenizer_class").replaceFirst("Fast$", ""),
                new Languages(text(json, "src_lang"), text(json, "tgt_lang")),
                text(json, "language_codes"),
                json.path("legacy_behaviour").asBoolean(),
                json.path("clean_up_tokenization_spaces").asBoolean());
    }

    private static String text(JsonNode json, String key) {
        return json.path(key).isTextual() ? json.path(key).asText() : "";
    }
}
