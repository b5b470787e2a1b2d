package dev.scriptorium.translator.part;

/** What a text is translated for: at first, once more after a fault, or cut at what must not be lost. */
enum Phase {
    FIRST,
    RETRY,
    PIECES
}
