package dev.scriptorium.tokenizer;

/** What one segment may have at most: UTF-16 units, and tokens of the encoders' tokenizer. */
public record SegmentLimits(int characters, int tokens) {

    public SegmentLimits {
        if (characters < 16 || tokens < 8) {
            throw new IllegalArgumentException(
                    "a segment has at least 16 characters and 8 tokens: " + characters + ", " + tokens);
        }
    }
}
