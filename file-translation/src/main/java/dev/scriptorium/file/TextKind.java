package dev.scriptorium.file;

/** What a text is in its document. */
public enum TextKind {
    PARAGRAPH,
    HEADING,
    LIST_ITEM,
    TABLE_CELL
}
