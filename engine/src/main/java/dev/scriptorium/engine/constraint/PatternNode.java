package dev.scriptorium.engine.constraint;

import java.util.List;

/** A part of a regular expression. */
sealed interface PatternNode {

    /** One of some characters. */
    record One(Characters characters) implements PatternNode {}

    /** A character outside of ASCII. */
    record Text(String character) implements PatternNode {}

    /** One part after the other. */
    record All(List<PatternNode> parts) implements PatternNode {}

    /** One of some parts. */
    record Either(List<PatternNode> parts) implements PatternNode {}

    /** So many times. */
    record Times(PatternNode part, int least, int most) implements PatternNode {

        /** Of {@code most}: without end. */
        static final int ENDLESS = Integer.MAX_VALUE;
    }
}
