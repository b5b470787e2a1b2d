package dev.scriptorium.tokenizers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the tokens of a {@code tokenizer.json} become a text again. */
sealed interface Joining {

    String join(List<String> tokens);

    /** What a token adds to a text that it does not begin: UTF-8, of which a token of single bytes may have a part. */
    default byte[] bytes(String token) {
        return join(List.of("a", token)).substring(1).getBytes(UTF_8);
    }

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
            case "Sequence" -> OfPieces.read(decoder.path("decoders"));
            default -> throw unknown(type);
        };
    }

    private static FailureException unknown(String type) {
        return new FailureException(
                FailureCode.MODEL_UNSUPPORTED,
                TokenizerFile.NAME + " has a decoder of the type " + (type.isEmpty() ? "null" : type)
                        + "; known for models that write are ByteLevel, Metaspace, and Sequence of Replace, ByteFallback, "
                        + "Fuse and Strip");
    }

    /**
     * Pieces as a SentencePiece model of byte pairs has them, with tokens such as {@code <0x0A>} for single bytes.
     *
     * @param steps in order, each from tokens to tokens
     */
    record OfPieces(List<UnaryOperator<List<String>>> steps) implements Joining {

        private static final Pattern BYTE = Pattern.compile("<0x([0-9A-Fa-f]{2})>");

        static OfPieces read(JsonNode decoders) {
            List<UnaryOperator<List<String>>> steps = new ArrayList<>();
            for (JsonNode decoder : decoders) {
                String type = decoder.path("type").asText();
                switch (type) {
                    case "Replace" -> {
                        String from = decoder.path("pattern").path("String").asText();
                        String to = decoder.path("content").asText();
                        steps.add(tokens -> tokens.stream()
                                .map(token -> token.replace(from, to))
                                .toList());
                    }
                    case "ByteFallback" -> steps.add(OfPieces::bytes);
                    case "Fuse" -> steps.add(tokens -> List.of(String.join("", tokens)));
                    case "Strip" -> {
                        String stripped = decoder.path("content").asText();
                        int start = decoder.path("start").asInt();
                        int stop = decoder.path("stop").asInt();
                        steps.add(tokens -> tokens.stream()
                                .map(token -> stripped(token, stripped, start, stop))
                                .toList());
                    }
                    default -> throw unknown(type);
                }
            }
            return new OfPieces(List.copyOf(steps));
        }

        @Override
        public byte[] bytes(String token) {
            Matcher matcher = BYTE.matcher(token);
            boolean one = matcher.matches() && !join(List.of(token)).equals(token);
            return one ? new byte[] {(byte) Integer.parseInt(matcher.group(1), 16)} : Joining.super.bytes(token);
        }

        /** Tokens of bytes that follow each other are characters together; where they are none, each is a U+FFFD. */
        private static List<String> bytes(List<String> tokens) {
            List<String> texts = new ArrayList<>();
            ByteArrayOutputStream run = new ByteArrayOutputStream();
            for (String token : tokens) {
                Matcher matcher = BYTE.matcher(token);
                if (matcher.matches()) {
                    run.write(Integer.parseInt(matcher.group(1), 16));
                } else {
                    end(run, texts);
                    texts.add(token);
                }
            }
            end(run, texts);
            return texts;
        }

        private static void end(ByteArrayOutputStream run, List<String> texts) {
            if (run.size() > 0) {
                try {
                    texts.add(UTF_8.newDecoder()
                            .decode(ByteBuffer.wrap(run.toByteArray()))
                            .toString());
                } catch (CharacterCodingException e) {
                    texts.add("\uFFFD".repeat(run.size()));
                }
                run.reset();
            }
        }

        private static String stripped(String token, String part, int start, int stop) {
            String text = token;
            for (int i = 0; i < start && text.startsWith(part); i++) {
                text = text.substring(part.length());
            }
            for (int i = 0; i < stop && text.endsWith(part); i++) {
                text = text.substring(0, text.length() - part.length());
            }
            return text;
        }

        @Override
        public String join(List<String> tokens) {
            List<String> texts = tokens;
            for (UnaryOperator<List<String>> step : steps) {
                texts = step.apply(texts);
            }
            return String.join("", texts);
        }
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
            tokens.forEach(token -> text.writeBytes(bytes(token)));
            return text.toString(UTF_8);
        }

        @Override
        public byte[] bytes(String token) {
            if (token.chars().anyMatch(c -> c >= BYTES.length || BYTES[c] < 0)) {
                return token.getBytes(UTF_8);
            }
            byte[] bytes = new byte[token.length()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) BYTES[token.charAt(i)];
            }
            return bytes;
        }
    }
}
