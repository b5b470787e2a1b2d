package dev.scriptorium.tokenizers;

/**
 * One entry of a SentencePiece vocabulary.
 *
 * @param score its log-probability
 */
record Piece(String text, float score, Type type) {

    /** In the order of their numbers in sentencepiece_model.proto, from 1. */
    enum Type {
        NORMAL,
        UNKNOWN,
        CONTROL,
        USER_DEFINED,
        UNUSED,
        BYTE;

        static Type numbered(int number) {
            if (number < 1 || number > values().length) {
                throw new IllegalArgumentException("no piece has the type " + number);
            }
            return values()[number - 1];
        }
    }
}
