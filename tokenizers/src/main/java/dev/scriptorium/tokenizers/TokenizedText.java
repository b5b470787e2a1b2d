package dev.scriptorium.tokenizers;

import java.util.List;

/** A text's tokens and where each stands in it. */
public record TokenizedText(String text, List<Token> tokens) {

    /**
     * @param start its first character in the text, in UTF-16 units; a special token stands nowhere, from 0 to 0
     * @param end behind its last character
     * @param special whether the model wants it there although the text does not have it
     * @param continuing whether it goes on with the word that the token before it began
     */
    public record Token(int id, int start, int end, boolean special, boolean continuing) {}

    public TokenizedText {
        tokens = List.copyOf(tokens);
    }

    public int[] ids() {
        return tokens.stream().mapToInt(Token::id).toArray();
    }
}
