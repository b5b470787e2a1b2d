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
}
