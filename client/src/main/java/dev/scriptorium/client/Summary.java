package dev.scriptorium.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sentences that stand for a text.
 *
 * @param shortfall why there are fewer sentences than were asked for; null where there are as many
 */
public record Summary(List<Sentence> sentences, @Nullable String shortfall) {

    public Summary {
        sentences = List.copyOf(sentences);
    }

    /**
     * A sentence.
     *
     * @param page from 1; null where the format has no pages
     * @param path of headings or of a sheet; null where there is none
     */
    public record Sentence(
            String text, @Nullable Integer page, @Nullable String path) {}
}
