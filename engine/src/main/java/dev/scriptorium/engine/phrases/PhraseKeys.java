package dev.scriptorium.engine.phrases;

import dev.scriptorium.tokenizers.EncoderTokenizer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes a text's tokens the keys of its phrases: its runs of tokens, its words, and its words under a negation (Das and Chen,
 * "Yahoo! for Amazon", 2001). A key is a hash of 32 bits; {@code training/scriptorium_training/sentiment/features.py} makes the
 * same. Immutable; safe for many threads.
 *
 * <p>A word is the tokens from one that marks its beginning to the next; a symbol is a word of its own. A negator reaches over
 * the words after it up to a symbol that does not join words.
 */
final class PhraseKeys {

    private static final String WORD_START = "▁";

    /** What stands for no text of its own: an unknown character, a byte, the end. */
    private static final Pattern SPECIAL = Pattern.compile("<.+>|\\[.+]");

    /** What the hashes of a kind of phrase begin with: multiples of 2^32 divided by the golden ratio. */
    private static final int TOKENS = 0x9E3779B9;

    private static final int WORDS = 2 * TOKENS;
    private static final int NEGATED = 3 * TOKENS;

    private final PhraseRules rules;
    private final int vocabulary;
    private final BitSet starts = new BitSet();
    private final BitSet symbols = new BitSet();
    private final BitSet marks = new BitSet();
    private final BitSet letters = new BitSet();
    private final Set<Integer> negators = new HashSet<>();

    private PhraseKeys(Map<Integer, String> tokens, PhraseRules rules) {
        this.rules = rules;
        this.vocabulary = tokens.isEmpty() ? 0 : Collections.max(tokens.keySet()) + 1;
        tokens.forEach((id, token) -> {
            boolean symbol = !token.equals(WORD_START) && token.codePoints().noneMatch(PhraseKeys::isLetterOrNumber);
            starts.set(id, token.startsWith(WORD_START));
            letters.set(
                    id, !SPECIAL.matcher(token).matches() && token.codePoints().anyMatch(Character::isLetter));
            symbols.set(id, symbol);
            marks.set(id, symbol && !rules.joining().contains(token.replaceFirst("^" + WORD_START, "")));
        });
    }

    static PhraseKeys of(EncoderTokenizer tokenizer, PhraseRules rules) {
        PhraseKeys keys = new PhraseKeys(tokenizer.tokens(), rules);
        for (String negator : rules.negators()) {
            int[] ids = tokenizer.encode(negator);
            int word = WORDS;
            for (int i = 1; i < ids.length - 1; i++) {
                word = mixed(keys.begins(ids, i) ? WORDS : word, ids[i]);
            }
            keys.negators.add(word);
        }
        return keys;
    }

    private static boolean isLetterOrNumber(int character) {
        return switch (Character.getType(character)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> Character.isLetter(character);
        };
    }

    /** Tokens are from 0 to below it. */
    int vocabulary() {
        return vocabulary;
    }

    /** The keys of a text's phrases, ascending and each once. The first and the last id are the tokenizer's own. */
    int[] of(int[] ids) {
        int end = ids.length - 1;
        int[] keys = new int[Math.max(0, end - 1) * (rules.tokenRun() + 2)];
        int count = 0;
        for (int i = 1; i < end; i++) {
            int run = TOKENS;
            for (int j = i; j < Math.min(end, i + rules.tokenRun()); j++) {
                run = mixed(run, ids[j]);
                keys[count++] = run;
            }
        }
        int left = 0;
        for (int i = 1; i < end; ) {
            int first = ids[i];
            int word = WORDS;
            do {
                word = mixed(word, ids[i++]);
            } while (i < end && !begins(ids, i));
            keys[count++] = word;
            left = marks.get(first) ? 0 : left;
            if (left > 0) {
                keys[count++] = mixed(NEGATED, word);
                left--;
            }
            left = negators.contains(word) ? rules.negationReach() : left;
        }
        return Arrays.stream(keys, 0, count).sorted().distinct().toArray();
    }

    /** The keys of words and of single tokens, where they have a letter: a model that knows none of them knows no word. */
    int[] ofWords(int[] ids) {
        int end = ids.length - 1;
        int[] keys = new int[2 * Math.max(0, end - 1)];
        int count = 0;
        for (int i = 1; i < end; ) {
            int word = WORDS;
            int before = count;
            do {
                if (letters.get(ids[i])) {
                    keys[count++] = mixed(TOKENS, ids[i]);
                }
                word = mixed(word, ids[i++]);
            } while (i < end && !begins(ids, i));
            if (count > before) {
                keys[count++] = word;
            }
        }
        return Arrays.copyOf(keys, count);
    }

    private boolean begins(int[] ids, int place) {
        return starts.get(ids[place]) || symbols.get(ids[place]) || place > 1 && symbols.get(ids[place - 1]);
    }

    /** Takes one more number into a hash: the end of MurmurHash3 (32 bits) over both. */
    private static int mixed(int hash, int number) {
        int h = (hash + 1) * 0xCC9E2D51 ^ number;
        h ^= h >>> 16;
        h *= 0x85EBCA6B;
        h ^= h >>> 13;
        h *= 0xC2B2AE35;
        return h ^ h >>> 16;
    }
}
