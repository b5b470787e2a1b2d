package dev.scriptorium.tokenizer.encoding;

import dev.scriptorium.proto.document.v1.Window;
import java.util.ArrayList;
import java.util.List;

/** Groups consecutive segments into windows, as full as the limits allow. A segment over the budget has a window of its own. */
public record WindowPlanner(int maxTokens, int maxSegments) {

    public WindowPlanner {
        if (maxTokens < 1 || maxSegments < 1) {
            throw new IllegalArgumentException(
                    "a window has at least one token and one segment: " + maxTokens + ", " + maxSegments);
        }
    }

    public List<Window> plan(int[] tokenCounts) {
        List<Window> windows = new ArrayList<>();
        int first = 0;
        int tokens = 0;
        for (int i = 0; i < tokenCounts.length; i++) {
            if (i > first && (tokens + tokenCounts[i] > maxTokens || i - first == maxSegments)) {
                windows.add(window(windows.size(), first, i, tokens));
                first = i;
                tokens = 0;
            }
            tokens += tokenCounts[i];
        }
        if (first < tokenCounts.length) {
            windows.add(window(windows.size(), first, tokenCounts.length, tokens));
        }
        return windows;
    }

    private static Window window(int index, int first, int end, int tokens) {
        return Window.newBuilder()
                .setIndex(index)
                .setFirstSegment(first)
                .setSegmentCount(end - first)
                .setTokenCount(tokens)
                .build();
    }
}
