package dev.scriptorium.translator.check;

import dev.scriptorium.translator.text.LittleWords;
import dev.scriptorium.translator.text.Scripts;
import dev.scriptorium.translator.text.SourceText;
import dev.scriptorium.translator.text.Words;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether a translation is plainly not in the target language: the source itself, another script, the source language's
 * little words and none of the target's, or a sentence of which most words are copied. It finds what a model left
 * untranslated; it does not tell close languages apart.
 */
final class OutputLanguage implements Predicate<Attempt> {

    private static final int FEW_WORDS = 4;
    private static final int FEW_LETTERS = 8;
    private static final int ENOUGH_LITTLE_WORDS = 3;
    private static final int LONGER_WORD = 4;
    private static final int MANY_COPIED = 3;
    private static final double MANY = 0.45;

    @Override
    public boolean test(Attempt attempt) {
        List<String> sourceWords = Words.of(attempt.source().outside(SourceText::copied));
        List<String> targetWords = Words.of(attempt.targetOutsideSpans());
        if (sourceWords.size() < FEW_WORDS) {
            return !sourceWords.isEmpty()
                    && sourceWords.equals(targetWords)
                    && LittleWords.count(sourceWords, attempt.sourceLanguage()).orElse(0L) > 0;
        }
        return sourceWords.equals(targetWords)
                || inAnotherScript(attempt.targetOutsideSpans(), attempt.targetLanguage())
                || inTheSourceLanguage(targetWords, attempt)
                || mostlyCopied(sourceWords, attempt);
    }

    private static boolean inAnotherScript(String target, String language) {
        return target.codePoints().filter(Character::isLetter).count() >= FEW_LETTERS
                && Scripts.share(target, language) * 3 < 1;
    }

    private static boolean inTheSourceLanguage(List<String> words, Attempt attempt) {
        long source = LittleWords.count(words, attempt.sourceLanguage()).orElse(0L);
        long target = LittleWords.count(words, attempt.targetLanguage()).orElse(Long.MAX_VALUE / 2);
        return source >= ENOUGH_LITTLE_WORDS && source > 2 * target;
    }

    /** Whether many longer words of a sentence are those of the source: no names, which begin with a capital, and no paths. */
    private static boolean mostlyCopied(List<String> source, Attempt attempt) {
        List<String> target = longerWords(attempt.targetOutsideSpans());
        List<String> common = longerWords(attempt.source().outside(SourceText::copied)).stream()
                .filter(word -> Character.isLowerCase(word.codePointAt(0)))
                .toList();
        long copied = target.stream().filter(common::contains).count();
        return copied >= MANY_COPIED
                && copied > target.size() * MANY
                && LittleWords.count(source, attempt.sourceLanguage()).orElse(0L) >= 2;
    }

    private static List<String> longerWords(String text) {
        return Stream.of(text.split("\\s+"))
                .map(word -> word.replaceAll("\\A\\P{L}+|\\P{L}+\\z", ""))
                .filter(word ->
                        word.length() >= LONGER_WORD && word.codePoints().allMatch(Character::isLetter))
                .toList();
    }
}
