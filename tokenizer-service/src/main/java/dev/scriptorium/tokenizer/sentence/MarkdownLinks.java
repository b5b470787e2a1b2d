package dev.scriptorium.tokenizer.sentence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds Markdown links and images, {@code [text](target)} and {@code ![text](target)}: no sentence ends inside one.
 *
 * @see <a href="https://spec.commonmark.org/0.31.2/#links">CommonMark 0.31.2, sections 6.3 and 6.4</a>
 */
final class MarkdownLinks {

    /** The target may hold one pair of brackets. Possessive, so that the time is linear in the text. */
    private static final Pattern LINK =
            Pattern.compile("!?\\[[^\\[\\]\\n]*+](?:\\((?:[^()\\n]++|\\([^()\\n]*+\\))*+\\)|\\[[^\\[\\]\\n]*+])");

    private MarkdownLinks() {}

    /** Whether an offset lies inside a link. */
    static IntPredicate inside(String text) {
        if (!text.contains("](") && !text.contains("][")) {
            return offset -> false;
        }
        List<TextRange> links = new ArrayList<>();
        Matcher matcher = LINK.matcher(text);
        while (matcher.find()) {
            links.add(new TextRange(matcher.start(), matcher.end()));
        }
        return offset -> links.stream().anyMatch(link -> link.start() < offset && offset < link.end());
    }
}
