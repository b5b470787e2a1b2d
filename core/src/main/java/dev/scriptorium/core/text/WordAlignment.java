package dev.scriptorium.core.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which words of a text became which words of its translation. As text, it is in the Pharaoh format: {@code 0-0 1-2 2-1}.
 *
 * @param links in the order of the target's words
 */
public record WordAlignment(List<Link> links) {

    public static final WordAlignment NONE = new WordAlignment(List.of());

    private static final Pattern LINK = Pattern.compile("(\\d{1,6})-(\\d{1,6})");

    /**
     * One word that became another one.
     *
     * @param source its index in {@link WordRange#of} of the source
     * @param target its index in {@link WordRange#of} of the translation
     */
    public record Link(int source, int target) {}

    public WordAlignment {
        links = List.copyOf(links);
    }

    /** @throws IllegalArgumentException where the text is not in the Pharaoh format */
    public static WordAlignment parse(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        List<Link> links = new ArrayList<>();
        for (String part : text.strip().split("\\s+")) {
            Matcher link = LINK.matcher(part);
            if (!link.matches()) {
                throw new IllegalArgumentException(
                        "a word alignment has links such as 0-1, up to six digits each, but has " + part);
            }
            links.add(new Link(Integer.parseInt(link.group(1)), Integer.parseInt(link.group(2))));
        }
        return new WordAlignment(links);
    }

    public boolean isEmpty() {
        return links.isEmpty();
    }

    @Override
    public String toString() {
        return links.stream().map(link -> link.source() + "-" + link.target()).collect(Collectors.joining(" "));
    }
}
