package dev.scriptorium.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/**
 * What the native library takes for granted in a {@code tokenizer.json}; a panic in it ends the whole JVM: references that
 * lead nowhere, numbers out of range, character maps that point outside themselves. What it reports as an error itself is
 * left to it.
 */
record TokenizerSchema(JsonNode json) {

    private static final int MAX_DEPTH = 16;

    private static final Map<String, Set<String>> KNOWN = Map.of(
            "normalizer",
            Set.of(
                    "BertNormalizer",
                    "ByteLevel",
                    "Lowercase",
                    "NFC",
                    "NFD",
                    "NFKC",
                    "NFKD",
                    "Nmt",
                    "Precompiled",
                    "Prepend",
                    "Replace",
                    "Sequence",
                    "Strip",
                    "StripAccents"),
            "pre_tokenizer",
            Set.of(
                    "BertPreTokenizer",
                    "ByteLevel",
                    "CharDelimiterSplit",
                    "Digits",
                    "Metaspace",
                    "Punctuation",
                    "Sequence",
                    "Split",
                    "UnicodeScripts",
                    "Whitespace",
                    "WhitespaceSplit"),
            "post_processor",
            Set.of("BertProcessing", "ByteLevel", "RobertaProcessing", "Sequence", "TemplateProcessing"));

    /** @throws FailureException {@code MODEL_CORRUPT} or {@code MODEL_UNSUPPORTED}, naming the place */
    void check() {
        addedTokens();
        JsonNode model = json.path("model");
        switch (model.path("type").asText()) {
            case "BPE" -> {
                namedVocabulary(model);
                merges(model);
            }
            case "WordPiece", "WordLevel" -> {
                namedVocabulary(model);
                require(
                        model.path("vocab").has(model.path("unk_token").asText("[UNK]")),
                        "model.unk_token is not in its vocabulary");
            }
            case "Unigram" -> scoredVocabulary(model);
            default -> throw unsupported("model", model.path("type").asText());
        }
        KNOWN.keySet().forEach(section -> component(section, json.path(section), 0));
    }

    private void addedTokens() {
        JsonNode tokens = json.path("added_tokens");
        require(tokens.isArray() || tokens.isMissingNode(), "added_tokens is no list");
        for (JsonNode token : tokens) {
            require(
                    isId(token.path("id"))
                            && token.path("content").isTextual()
                            && !token.path("content").asText().isEmpty(),
                    "added_tokens has one without an id or a content");
        }
    }

    private static void namedVocabulary(JsonNode model) {
        JsonNode vocabulary = model.path("vocab");
        require(vocabulary.isObject() && !vocabulary.isEmpty(), "model.vocab names no tokens");
        vocabulary
                .properties()
                .forEach(entry -> require(isId(entry.getValue()), "model.vocab has a token without an id"));
        JsonNode unknown = model.path("unk_token");
        require(!unknown.isTextual() || vocabulary.has(unknown.asText()), "model.unk_token is not in its vocabulary");
    }

    /** The library cuts the prefix off the second half of a merge without looking. */
    private static void merges(JsonNode model) {
        JsonNode merges = model.path("merges");
        require(merges.isArray(), "model.merges is no list");
        String prefix = model.path("continuing_subword_prefix").asText("");
        for (JsonNode merge : merges) {
            String[] halves = merge.isArray() && merge.size() == 2
                    ? new String[] {merge.get(0).asText(), merge.get(1).asText()}
                    : merge.asText().split(" ", -1);
            require(
                    halves.length == 2
                            && (model.path("continuing_subword_prefix").isNull()
                                    || prefix.isEmpty()
                                    || halves[1].startsWith(prefix)),
                    "model.merges has one that is no pair of tokens");
        }
    }

    private static void scoredVocabulary(JsonNode model) {
        JsonNode vocabulary = model.path("vocab");
        require(vocabulary.isArray() && !vocabulary.isEmpty(), "model.vocab names no tokens");
        for (JsonNode piece : vocabulary) {
            require(
                    piece.isArray()
                            && piece.size() == 2
                            && piece.get(0).isTextual()
                            && !piece.get(0).asText().isEmpty()
                            && piece.get(1).isNumber()
                            && Double.isFinite(piece.get(1).asDouble()),
                    "model.vocab has a piece without a name or a score");
        }
        JsonNode unknown = model.path("unk_id");
        require(
                unknown.isMissingNode() || unknown.isNull() || isId(unknown) && unknown.asInt() < vocabulary.size(),
                "model.unk_id is not in its vocabulary");
    }

    private void component(String section, JsonNode node, int depth) {
        if (node.isNull() || node.isMissingNode()) {
            return;
        }
        require(node.isObject() && node.path("type").isTextual() && depth < MAX_DEPTH, section + " has no type");
        String type = node.path("type").asText();
        if (!KNOWN.getOrDefault(section, Set.of()).contains(type)) {
            throw unsupported(section, type);
        }
        switch (type) {
            case "Sequence" ->
                node.properties().stream()
                        .filter(entry -> entry.getValue().isArray())
                        .forEach(entry -> entry.getValue().forEach(part -> component(section, part, depth + 1)));
            case "Precompiled" -> characterMap(node.path("precompiled_charsmap"));
            case "TemplateProcessing" -> template(node);
            default -> {}
        }
    }

    private static void characterMap(JsonNode map) {
        try {
            require(map.isTextual(), "normalizer.precompiled_charsmap is no text");
            CharacterMap.of(Base64.getDecoder().decode(map.asText())).check();
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT,
                    TokenizerFile.NAME + ": normalizer.precompiled_charsmap is damaged; fetch the file again",
                    e);
        }
    }

    private static void template(JsonNode node) {
        for (String form : new String[] {"single", "pair"}) {
            require(node.path(form).isArray(), "post_processor." + form + " is no list");
            for (JsonNode piece : node.path(form)) {
                if (piece.has("SpecialToken")) {
                    String token = piece.path("SpecialToken").path("id").asText();
                    JsonNode known = node.path("special_tokens").path(token);
                    require(
                            known.path("ids").isArray()
                                    && known.path("tokens").isArray()
                                    && known.path("ids").size()
                                            == known.path("tokens").size(),
                            "post_processor names the special token " + token + " without its ids");
                    known.path("ids").forEach(id -> require(isId(id), "post_processor has an id that is no number"));
                } else {
                    require(
                            form.equals("pair")
                                    || piece.path("Sequence")
                                            .path("id")
                                            .asText()
                                            .equals("A"),
                            "post_processor.single is not of one sequence");
                }
            }
        }
    }

    private static boolean isId(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0;
    }

    private static FailureException unsupported(String section, String type) {
        return new FailureException(
                FailureCode.MODEL_UNSUPPORTED,
                TokenizerFile.NAME + " has a " + section + " of the type " + type + ", which is not known");
    }

    private static void require(boolean holds, String fault) {
        if (!holds) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, TokenizerFile.NAME + ": " + fault + "; fetch the file again");
        }
    }
}
