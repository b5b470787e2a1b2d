package dev.scriptorium.inference.engine.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.engine.files.ModelFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * The tokenizer of a {@code tokenizer.json}, by DJL. Safe for many threads.
 *
 * <p>The file is checked before the native library sees it: a character map that is null or empty would abort the whole
 * JVM. Special tokens are taken off the list of those searched for in a text, so that {@code [SEP]} in a text is text;
 * truncation and padding are the engine's own and switched off.
 */
public final class EncoderTokenizer implements AutoCloseable {

    private static final String FILE = "tokenizer.json";

    private final HuggingFaceTokenizer tokenizer;
    private final String digest;

    private EncoderTokenizer(HuggingFaceTokenizer tokenizer, String digest) {
        this.tokenizer = tokenizer;
        this.digest = digest;
    }

    public static EncoderTokenizer read(ModelFiles files) {
        JsonNode json = files.json(FILE);
        if (!(json instanceof ObjectNode object) || !json.path("model").isObject()) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, FILE + " describes no tokenizer; fetch the file again");
        }
        checkCharacterMaps(object);
        leaveSpecialTokensToTheModel(object);
        object.putNull("truncation").putNull("padding");
        Offline.prepare();
        byte[] mended = object.toString().getBytes(StandardCharsets.UTF_8);
        try {
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(mended), Map.of("truncation", "false", "padding", "false"));
            return new EncoderTokenizer(tokenizer, digest(files.bytes(FILE)));
        } catch (IOException | RuntimeException e) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, FILE + " is not a tokenizer that is known: " + e.getMessage(), e);
        }
    }

    private static void checkCharacterMaps(JsonNode node) {
        if (node.has("precompiled_charsmap")
                        && node.path("precompiled_charsmap").asText("").isEmpty()
                || node.path("precompiled_charsmap").isNull()) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT,
                    FILE
                            + " has a normalizer with an empty precompiled_charsmap; remove that normalizer from the file");
        }
        node.forEach(EncoderTokenizer::checkCharacterMaps);
    }

    private static void leaveSpecialTokensToTheModel(ObjectNode json) {
        ArrayNode kept = json.arrayNode();
        for (JsonNode token : json.path("added_tokens")) {
            if (!token.path("special").asBoolean()
                    || !json.path("model")
                            .path("vocab")
                            .has(token.path("content").asText())) {
                kept.add(token);
            }
        }
        json.set("added_tokens", kept);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The text's ids with the special tokens that the model wants around it. */
    public int[] encode(String text) {
        return Arrays.stream(tokenizer.encode(text, true, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** SHA-256 of the file in hexadecimal. */
    public String digest() {
        return digest;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
