package dev.scriptorium.inference.labels.examples;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;

/**
 * What a training may be given.
 *
 * @param examples the most examples
 * @param labels the most labels
 * @param textCharacters the most characters of one text or description
 */
public record ExampleLimits(int examples, int labels, int textCharacters) {

    /** So that a label fits a line of a table. */
    static final int LABEL_CHARACTERS = 100;

    public void checkExamples(int count) {
        check(count, examples, "examples");
    }

    public void checkLabels(int count) {
        check(count, labels, "labels");
    }

    /** @throws FailureException {@code BAD_REQUEST} or {@code LIMIT_EXCEEDED} */
    public void checkDescription(String label, String description) {
        if (label.isEmpty() || description.codePoints().noneMatch(Character::isLetter)) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST, "A description has a label, and words that say what the label means");
        }
        check(label.length(), LABEL_CHARACTERS, "characters of a label");
        check(description.length(), textCharacters, "characters of a description");
    }

    private static void check(int count, int most, String what) {
        if (count > most) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED, "There may be at most " + most + " " + what + ", not " + count);
        }
    }
}
