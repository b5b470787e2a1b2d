package dev.scriptorium.memory;

/** Who made a unit, in ascending authority: a unit never replaces one of more authority. */
public enum UnitOrigin {
    /** Models; valid only while these same models would be asked. */
    MACHINE,
    /** A file of another translation memory. */
    IMPORT,
    /** A person who corrected a translation. */
    PERSON
}
