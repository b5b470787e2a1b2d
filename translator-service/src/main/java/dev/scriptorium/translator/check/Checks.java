package dev.scriptorium.translator.check;

import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_FAILED;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_GLOSSARY_TERM_MISSING;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_LANGUAGE;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_LENGTH_RATIO;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_NUMBERS;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_PLACEHOLDERS;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_REPETITION;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_SYMBOLS;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_TRUNCATED;

import dev.scriptorium.proto.translator.v1.TranslationFlag;
import java.util.List;
import java.util.function.Predicate;

/** The table of all checks. Each looks at one translation alone, and takes time linear in its length. */
public final class Checks {

    private record Check(TranslationFlag flag, Predicate<Attempt> fails) {}

    private static final List<Check> ALL = List.of(
            new Check(TRANSLATION_FLAG_NUMBERS, new Numbers()),
            new Check(TRANSLATION_FLAG_PLACEHOLDERS, new CopiedSpans(span -> !CopiedSpans.isSymbol(span))),
            new Check(TRANSLATION_FLAG_SYMBOLS, new CopiedSpans(CopiedSpans::isSymbol)),
            new Check(TRANSLATION_FLAG_GLOSSARY_TERM_MISSING, new GlossaryTerms()),
            new Check(TRANSLATION_FLAG_LENGTH_RATIO, new LengthRatio()),
            new Check(TRANSLATION_FLAG_REPETITION, new Repetition()),
            new Check(TRANSLATION_FLAG_LANGUAGE, new OutputLanguage()),
            new Check(TRANSLATION_FLAG_TRUNCATED, Attempt::truncated));

    private Checks() {}

    /** What is wrong, in the order of the flags; empty where nothing was found. A translation without text has failed. */
    public static List<TranslationFlag> flags(Attempt attempt) {
        if (attempt.target().isBlank()) {
            return List.of(TRANSLATION_FLAG_FAILED);
        }
        return ALL.stream()
                .filter(check -> check.fails().test(attempt))
                .map(Check::flag)
                .toList();
    }
}
