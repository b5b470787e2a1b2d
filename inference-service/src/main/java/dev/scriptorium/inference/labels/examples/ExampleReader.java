package dev.scriptorium.inference.labels.examples;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a file of examples. Every row is an example or is named as bad: none is passed over. */
public enum ExampleReader {
    CSV {
        @Override
        List<Example> rows(String text, BadRows bad) {
            return CsvExamples.read(text, bad);
        }
    },
    JSON_LINES {
        @Override
        List<Example> rows(String text, BadRows bad) {
            return JsonLineExamples.read(text, bad);
        }
    };

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    abstract List<Example> rows(String text, BadRows bad);

    /**
     * Texts and labels without space around them, in the order of the file.
     *
     * @throws FailureException {@code BAD_REQUEST} naming lines, or {@code LIMIT_EXCEEDED}
     */
    public List<Example> read(byte[] file, ExampleLimits limits) {
        String text = utf8(file);
        BadRows bad = new BadRows();
        List<Example> examples = new ArrayList<>();
        for (Example row : rows(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text, bad)) {
            Example example =
                    new Example(row.line(), row.text().strip(), row.label().strip());
            if (good(example, limits, bad)) {
                examples.add(example);
            }
        }
        bad.check();
        limits.checkExamples(examples.size());
        return examples;
    }

    private static boolean good(Example example, ExampleLimits limits, BadRows bad) {
        if (example.text().codePoints().noneMatch(Character::isLetter)) {
            bad.add(example.line(), "has a text without letters");
            return false;
        }
        if (example.text().length() > limits.textCharacters()) {
            bad.add(
                    example.line(),
                    "has a text of " + example.text().length() + " characters; the most is " + limits.textCharacters());
            return false;
        }
        if (example.label().isEmpty()) {
            bad.add(example.line(), "has no label");
            return false;
        }
        if (example.label().length() > ExampleLimits.LABEL_CHARACTERS) {
            bad.add(
                    example.line(),
                    "has a label of " + example.label().length() + " characters; the most is "
                            + ExampleLimits.LABEL_CHARACTERS);
            return false;
        }
        return true;
    }

    private static String utf8(byte[] file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST, "The examples are not UTF-8; save the file in that encoding", e);
        }
    }
}
