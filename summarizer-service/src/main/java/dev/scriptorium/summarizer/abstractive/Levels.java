package dev.scriptorium.summarizer.abstractive;

import dev.scriptorium.proto.summarizer.v1.DraftText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The levels of the tree above the windows: neighbouring texts are summarized together until one is left. */
final class Levels {

    private static final int FEWEST = 2;

    private Levels() {}

    /** In order; each has as many texts as fit, and at least two but where one is left over. */
    static List<List<DraftText>> groups(List<DraftText> texts, int mostTokens) {
        List<List<DraftText>> groups = new ArrayList<>();
        List<DraftText> group = new ArrayList<>();
        int held = 0;
        for (DraftText text : texts) {
            if (group.size() >= FEWEST && held + text.getTokens() > mostTokens) {
                groups.add(List.copyOf(group));
                group.clear();
                held = 0;
            }
            group.add(text);
            held += text.getTokens();
        }
        if (!group.isEmpty()) {
            groups.add(List.copyOf(group));
        }
        return groups;
    }

    static String joined(List<DraftText> texts) {
        return texts.stream().map(DraftText::getText).collect(Collectors.joining("\n"));
    }
}
