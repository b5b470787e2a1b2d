package dev.scriptorium.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Which examples are held out together. Each label is spread evenly over the folds, and examples of one group, such as texts
 * that are nearly the same, never stand on both sides. The same for the same examples.
 */
record Folds(int count, int[] of) {

    /** Any: that it is always the same makes a training repeatable. */
    private static final long SEED = 21;

    static Folds of(int[] labels, int[] groups, int classes, int count) {
        Map<Integer, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < groups.length; i++) {
            members.computeIfAbsent(groups[i], group -> new ArrayList<>()).add(i);
        }
        List<List<Integer>> shuffled = new ArrayList<>(members.values());
        Collections.shuffle(shuffled, new Random(SEED));
        shuffled.sort(Comparator.comparingInt((List<Integer> group) -> -group.size()));
        int[][] held = new int[count][classes];
        int[] sizes = new int[count];
        int[] folds = new int[labels.length];
        for (List<Integer> group : shuffled) {
            int label = labels[group.getFirst()];
            int best = 0;
            for (int fold = 1; fold < count; fold++) {
                int fewer = Integer.compare(held[fold][label], held[best][label]);
                if (fewer < 0 || fewer == 0 && sizes[fold] < sizes[best]) {
                    best = fold;
                }
            }
            for (int member : group) {
                folds[member] = best;
                held[best][labels[member]]++;
                sizes[best]++;
            }
        }
        return new Folds(count, folds);
    }

    int[] heldOut(int fold) {
        return places(fold, true);
    }

    int[] kept(int fold) {
        return places(fold, false);
    }

    private int[] places(int fold, boolean inside) {
        int[] places = new int[of.length];
        int found = 0;
        for (int i = 0; i < of.length; i++) {
            if (of[i] == fold == inside) {
                places[found++] = i;
            }
        }
        return Arrays.copyOf(places, found);
    }
}
