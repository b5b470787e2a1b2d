package dev.scriptorium.file;

/**
 * A text of a file that is translated as a whole, for example a paragraph.
 *
 * @param wanted whether there is something to translate
 * @param hardLines whether a line break in it separates two texts
 */
record TextUnit(TextKind kind, CodedText text, boolean wanted, boolean hardLines) {}
