package dev.scriptorium.tokenizers;

/**
 * Between which languages a text is translated.
 *
 * @param source ISO 639-1 or the model's own code, such as {@code eng_Latn}; empty where it is not said
 * @param target in the same way
 */
public record Languages(String source, String target) {

    /** Nothing is said: the model's own choice. */
    public static final Languages UNSAID = new Languages("", "");
}
