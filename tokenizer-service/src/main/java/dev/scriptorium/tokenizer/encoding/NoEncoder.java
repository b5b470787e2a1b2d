package dev.scriptorium.tokenizer.encoding;

import java.util.List;

/** Stands in where no encoder model is installed: no ids, so that callers send text; translation needs none. */
public final class NoEncoder implements TokenEncoder {

    @Override
    public List<int[]> encode(List<String> texts) {
        return texts.stream().map(text -> new int[0]).toList();
    }

    @Override
    public String digest() {
        return "";
    }

    @Override
    public int maxTokens() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void close() {}
}
