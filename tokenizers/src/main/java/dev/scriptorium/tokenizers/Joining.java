package dev.scriptorium.tokenizers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** How the tokens of a {@code tokenizer.json} become a text again. */
sealed interface Joining {

    String join(List<String> tokens);

    /** @throws FailureException {@code MODEL_UNSUPPORTED} where the file asks for another way */
    static Joining read(JsonNode decoder) {
        String type = decoder.path("type").asText("");
        return switch (type) {
            case "ByteLevel" -> new OfBytes();
            case "Metaspace" ->
                new OfWords(
                        decoder.path("replacement").asText(Normalizer.SPACE_SYMBOL),
                        !decoder.path("prepend_scheme").asText("").equals("never")
                                && decoder.path("add_prefix_space").asBoolean(true));
            default ->
                throw new FailureException(
                        FailureCode.MODEL_UNSUPPORTED,
                        TokenizerFile.NAME + " has a decoder of the type " + (type.isEmpty() ? "null" : type)
                                + "; known for models that write are ByteLevel and Metaspace");
        };
    }

    /**
     * A symbol stands for each space.
     *
     * @param leadingSpace whether texts were given a space at their start, which is dropped
     */
    record OfWords(String symbol, boolean leadingSpace) implements Joining {

        @Override
        public String join(List<String> tokens) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < tokens.size(); i++) {
                text.append(tokens.get(i).replace(symbol, i == 0 && leadingSpace ? "" : " "));
            }
            return text.toString();
        }
    }

    /** A printable character stands for each byte. */
    record OfBytes() implements Joining {

        private static final int[] BYTES = bytes();

        /** By character: those that are printable in Latin-1 are themselves, the other bytes follow from 256 on. */
        private static int[] bytes() {
            int[] bytes = new int[512];
            Arrays.fill(bytes, -1);
            int next = 256;
            for (int value = 0; value < 256; value++) {
                boolean printable = value >= '!' && value <= '~' || value >= 0xA1 && value != 0xAD;
                bytes[printable ? value : next++] = value;
            }
            return bytes;
        }

        @Override
        public String join(List<String> tokens) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            for (String token : tokens) {
                if (token.chars().allMatch(c -> c < BYTES.length && BYTES[c] >= 0)) {
                    token.chars().forEach(c -> text.write(BYTES[c]));
                } else {
                    text.writeBytes(token.getBytes(UTF_8));
                }
            }
            return text.toString(UTF_8);
        }
    }
}
