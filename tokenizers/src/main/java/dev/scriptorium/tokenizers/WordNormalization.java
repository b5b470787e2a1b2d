package dev.scriptorium.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * How a text is written before it is cut into pieces: compatibility forms, lower case, each run of white space as one mark
 * in front of the word that follows.
 */
enum WordNormalization {
    /** Accents stay, as characters of their own where Unicode has them. */
    COMPOSED(java.text.Normalizer.Form.NFKC, List.of("NFKC", "Lowercase", "Replace", "Strip")),
    /** Accents and other combining marks are dropped. */
    WITHOUT_ACCENTS(java.text.Normalizer.Form.NFKD, List.of("NFKD", "StripAccents", "Lowercase", "Replace", "Strip"));

    private final java.text.Normalizer.Form form;
    private final List<String> steps;

    WordNormalization(java.text.Normalizer.Form form, List<String> steps) {
        this.form = form;
        this.steps = steps;
    }

    /** The one that a tokenizer.json describes, empty where it describes another. */
    static Optional<WordNormalization> of(JsonNode normalizer) {
        JsonNode parts = normalizer.path("normalizers");
        List<String> types = WordTokenizer.types(parts);
        for (WordNormalization each : values()) {
            if (each.steps.equals(types) && replacesWhitespace(parts.path(each.steps.indexOf("Replace")))) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static boolean replacesWhitespace(JsonNode replace) {
        return replace.path("pattern").path("Regex").asText().equals("\\s+")
                && replace.path("content").asText().equals(" ");
    }

    String apply(String text) {
        String formed = java.text.Normalizer.normalize(text, form);
        StringBuilder normalized = new StringBuilder(formed.length() + 1);
        boolean gap = true;
        for (int i = 0; i < formed.length(); ) {
            int c = formed.codePointAt(i);
            i += Character.charCount(c);
            if (this == WITHOUT_ACCENTS && isCombining(c)) {
                continue;
            }
            if (isWhitespace(c)) {
                gap = true;
                continue;
            }
            if (gap && !(normalized.isEmpty() && c == WordTokenizer.WORD)) {
                normalized.append(WordTokenizer.WORD);
            }
            gap = false;
            if (c == 'İ') {
                normalized.append("i\u0307");
            } else {
                normalized.appendCodePoint(Character.toLowerCase(c));
            }
        }
        return normalized.toString();
    }

    private static boolean isCombining(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    /** Unicode's White_Space. */
    private static boolean isWhitespace(int c) {
        return c == ' ' || c >= 0x09 && c <= 0x0D || c >= 0x80 && (c == 0x85 || Character.isSpaceChar(c));
    }
}
