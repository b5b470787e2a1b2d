package dev.scriptorium.engine;

/**
 * A prompt and how it is to be continued.
 *
 * @param prompt ids, with the special tokens that the model wants before a text
 * @param scorePrompt whether the prompt's own tokens are scored, too; the whole prompt is then read
 */
public record CausalRequest(int[] prompt, CausalSettings settings, boolean scorePrompt) {

    public CausalRequest(int[] prompt, CausalSettings settings) {
        this(prompt, settings, false);
    }

    /** The most tokens of the prompt and its answer, of a model with so many positions. */
    public int longest(int positions) {
        return (int) Math.min(positions, (long) prompt.length + settings.maxNewTokens());
    }
}
