package dev.scriptorium.tokenizer.encoding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model's tokenizer.json, checked before the native library reads it: that library ends the whole JVM on a
 * "Precompiled" normalizer without its table, which converted Marian models have.
 */
record TokenizerFile(JsonNode json, String digest, int maxTokens) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static TokenizerFile read(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new FailureException(FailureCode.MODEL_FILE_MISSING, name(folder) + " has no tokenizer.json");
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            JsonNode json = JSON.readTree(bytes);
            check(json, folder);
            return new TokenizerFile(json, sha256(bytes), maxTokens(folder));
        } catch (JsonProcessingException e) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, name(folder) + ": tokenizer.json is no JSON", e);
        } catch (IOException e) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, name(folder) + ": cannot read tokenizer.json", e);
        }
    }

    /** The file without the special tokens to search texts for: "[SEP]" in a document is text, and no end of anything. */
    byte[] withoutSpecialTokens() throws IOException {
        ObjectNode changed = json.deepCopy();
        ArrayNode added = changed.putArray("added_tokens");
        for (JsonNode token : json.path("added_tokens")) {
            if (!token.path("special").asBoolean()) {
                added.add(token);
            }
        }
        return JSON.writeValueAsBytes(changed);
    }

    private static void check(JsonNode tokenizer, Path folder) {
        if (!tokenizer.path("model").isObject()) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, name(folder) + ": tokenizer.json describes no model");
        }
        for (JsonNode parent : tokenizer.findParents("precompiled_charsmap")) {
            if (parent.path("precompiled_charsmap").asText("").isEmpty()) {
                throw new FailureException(
                        FailureCode.MODEL_CORRUPT,
                        name(folder) + ": tokenizer.json has a normalizer with an empty precompiled_charsmap");
            }
        }
        for (JsonNode parent : tokenizer.path("normalizer").findParents("type")) {
            if (parent.path("type").asText().equals("Precompiled") && !parent.has("precompiled_charsmap")) {
                throw new FailureException(
                        FailureCode.MODEL_CORRUPT,
                        name(folder) + ": tokenizer.json has a Precompiled normalizer without its table");
            }
        }
    }

    private static int maxTokens(Path folder) throws IOException {
        Path config = folder.resolve("config.json");
        int positions = Files.isRegularFile(config)
                ? JSON.readTree(Files.readAllBytes(config))
                        .path("max_position_embeddings")
                        .asInt(0)
                : 0;
        return positions > 0 ? positions : Integer.MAX_VALUE;
    }

    private static String name(Path folder) {
        return String.valueOf(folder.getFileName());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
