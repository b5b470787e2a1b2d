package dev.scriptorium.engine.causal;

import dev.scriptorium.engine.kernels.PagedAttention;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Allocates the pages of the KV cache. Full pages are cached by the tokens up to their end, so that a sequence with the same
 * prefix shares them. Cached pages that no sequence uses are evicted when pages are needed, the least recently used first. Not
 * thread-safe.
 */
final class KvPages {

    static final int PAGE = PagedAttention.PAGE;

    /** A full page behind the one before it. The root stands for no page. */
    private static final class Prefix {

        private final @Nullable Prefix before;
        private final List<Integer> tokens;
        private final int page;
        private final Map<List<Integer>, Prefix> longer = new HashMap<>();
        private int references;

        Prefix(@Nullable Prefix before, List<Integer> tokens, int page) {
            this.before = before;
            this.tokens = tokens;
            this.page = page;
        }
    }

    /** The pages of one sequence, from the first position on. */
    final class Table {

        private final List<Prefix> shared = new ArrayList<>();
        private final int[] pages;
        /** Positions whose keys and values were cached when the sequence was admitted. */
        private final int reused;

        private Table(List<Prefix> found, int[] pages) {
            this.shared.addAll(found);
            this.pages = pages;
            this.reused = found.size() * PAGE;
        }

        int reused() {
            return reused;
        }

        int[] pages() {
            return pages;
        }

        /** Caches the pages that are full by now. */
        void cacheFull(int[] tokens, int positions) {
            while ((shared.size() + 1) * PAGE <= positions) {
                int number = shared.size();
                Prefix before = number == 0 ? root : shared.getLast();
                List<Integer> part = part(tokens, number);
                Prefix known = before.longer.get(part);
                if (known == null) {
                    known = new Prefix(before, part, pages[number]);
                    before.longer.put(part, known);
                    unused++;
                } else {
                    // Another sequence has cached the same page in the meantime; this one frees its own.
                    free.push(pages[number]);
                    pages[number] = known.page;
                }
                reference(known);
                shared.add(known);
            }
        }

        /** Frees all pages. */
        void release() {
            for (int number = shared.size(); number < pages.length; number++) {
                free.push(pages[number]);
            }
            shared.reversed().forEach(KvPages.this::unreference);
            shared.clear();
        }
    }

    private final Deque<Integer> free = new ArrayDeque<>();
    private final Prefix root = new Prefix(null, List.of(), -1);
    /** Cached pages that no sequence uses and no longer prefix builds on, the least recently used first. */
    private final SequencedSet<Prefix> idle = new LinkedHashSet<>();
    /** Cached pages that no sequence uses, whether a longer prefix builds on them or not. */
    private int unused;

    private final int total;

    KvPages(int total) {
        this.total = total;
        for (int page = total - 1; page >= 0; page--) {
            free.push(page);
        }
    }

    int total() {
        return total;
    }

    /** Pages that a new sequence could have. */
    int available() {
        return free.size() + unused;
    }

    static int pages(int positions) {
        return (positions + PAGE - 1) / PAGE;
    }

    /**
     * The pages for a sequence, or null where there are too few now. At least the last token of the prompt is left to be
     * computed.
     *
     * @param positions the most that the sequence can have
     */
    @Nullable
    Table take(int[] prompt, int positions) {
        List<Prefix> found = new ArrayList<>();
        Prefix last = root;
        while ((found.size() + 1) * PAGE < prompt.length) {
            Prefix next = last.longer.get(part(prompt, found.size()));
            if (next == null) {
                break;
            }
            found.add(next);
            last = next;
        }
        found.forEach(this::reference);
        int missing = pages(positions) - found.size();
        if (missing > available()) {
            found.reversed().forEach(this::unreference);
            return null;
        }
        int[] pages = new int[pages(positions)];
        for (int number = 0; number < pages.length; number++) {
            pages[number] = number < found.size() ? found.get(number).page : page();
        }
        return new Table(found, pages);
    }

    private int page() {
        if (free.isEmpty()) {
            evict(idle.getFirst());
        }
        return free.pop();
    }

    private void evict(Prefix prefix) {
        idle.remove(prefix);
        unused--;
        Prefix before = prefix.before;
        if (before == null) {
            throw new IllegalStateException("the root has no page");
        }
        before.longer.remove(prefix.tokens);
        if (before != root && before.references == 0 && before.longer.isEmpty()) {
            // It was used no later than the prefix that built on it.
            idle.addFirst(before);
        }
        free.push(prefix.page);
    }

    private void reference(Prefix prefix) {
        if (prefix.references++ == 0) {
            unused--;
            idle.remove(prefix);
        }
    }

    private void unreference(Prefix prefix) {
        if (--prefix.references == 0) {
            unused++;
            if (prefix.longer.isEmpty()) {
                idle.add(prefix);
            }
        }
    }

    private static List<Integer> part(int[] tokens, int number) {
        return Arrays.stream(tokens, number * PAGE, (number + 1) * PAGE).boxed().toList();
    }
}
