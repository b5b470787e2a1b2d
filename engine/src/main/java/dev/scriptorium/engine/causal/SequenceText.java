package dev.scriptorium.engine.causal;

import dev.scriptorium.tokenizers.PromptTokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * The text of an answer as it grows. What may still change is held back: the bytes of a character that is not complete, and
 * what may be the beginning of a stop string.
 */
final class SequenceText {

    /** Tokens of the prompt that are decoded with the answer's first ones: some tokenizers treat the first of a text otherwise. */
    private static final int CONTEXT = 6;

    private static final char INCOMPLETE = '\uFFFD';

    private final PromptTokenizer tokenizer;
    private final List<String> stops;
    private int[] ids;
    private int count;
    /** The first token that is decoded again with each new one. */
    private int from;
    /** Behind the last token whose text is known. */
    private int known;

    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    SequenceText(PromptTokenizer tokenizer, int[] prompt, List<String> stops) {
        this.tokenizer = tokenizer;
        this.stops = stops;
        int context = Math.min(CONTEXT, prompt.length);
        this.ids = Arrays.copyOfRange(prompt, prompt.length - context, prompt.length + 16);
        this.count = context;
        this.known = context;
    }

    /** Goes on by a token; gives what can be shown now. */
    String append(int token) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * ids.length);
        }
        ids[count++] = token;
        String before = tokenizer.decode(ids, from, known);
        String all = tokenizer.decode(ids, from, count);
        if (all.length() <= before.length() || all.charAt(all.length() - 1) == INCOMPLETE) {
            return "";
        }
        from = known;
        known = count;
        return shown(all.substring(before.length()));
    }

    private String shown(String text) {
        held.append(text);
        int stop = stops.stream()
                .mapToInt(held::indexOf)
                .filter(place -> place >= 0)
                .min()
                .orElse(-1);
        if (stop >= 0) {
            stopped = true;
            held.setLength(stop);
            return taken(stop);
        }
        return taken(held.length() - possibleStop());
    }

    /** The length of the longest end that a stop string begins with. */
    private int possibleStop() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (held.indexOf(stop.substring(0, length), held.length() - length) >= 0) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private String taken(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }

    /** Whether a stop string was written. */
    boolean stopped() {
        return stopped;
    }

    /** What is still held back, when nothing follows. */
    String rest() {
        if (stopped) {
            return "";
        }
        String before = tokenizer.decode(ids, from, known);
        String all = tokenizer.decode(ids, from, count);
        if (all.length() > before.length()) {
            known = count;
            String text = shown(all.substring(before.length()));
            if (stopped) {
                return text;
            }
            return text + taken(held.length());
        }
        return taken(held.length());
    }
}
