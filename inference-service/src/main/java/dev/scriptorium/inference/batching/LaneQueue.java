package dev.scriptorium.inference.batching;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The inputs of one lane. Tenants take turns, and within a tenant its groups take turns, so neither a large tenant nor
 * a busy model keeps the others waiting; within a group the order is first in, first out. Not thread-safe.
 */
final class LaneQueue<E extends QueuedInput> {

    /** By tenant, then by group; the first entry of each map has the next turn. No empty collection is kept. */
    private final SequencedMap<String, SequencedMap<Object, Deque<E>>> tenants = new LinkedHashMap<>();

    /** Of the inputs here; a model without any has no entry. */
    private final Map<String, Long> tokensByModel = new HashMap<>();

    private int size;
    private Instant earliestDeadline = Instant.MAX;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(E item) {
        tenants.computeIfAbsent(item.context().tenantId(), tenant -> new LinkedHashMap<>())
                .computeIfAbsent(item.group(), group -> new ArrayDeque<>())
                .addLast(item);
        size++;
        tokensByModel.merge(item.model(), (long) item.tokens(), Long::sum);
        if (item.context().deadline().isBefore(earliestDeadline)) {
            earliestDeadline = item.context().deadline();
        }
    }

    /** Whether an input of such a group waits. */
    boolean has(Predicate<Object> groups) {
        return tenants.values().stream()
                .anyMatch(ofTenant -> ofTenant.keySet().stream().anyMatch(groups));
    }

    int size(Object group) {
        int found = 0;
        for (var groups : tenants.values()) {
            Deque<E> queue = groups.get(group);
            found += queue == null ? 0 : queue.size();
        }
        return found;
    }

    /**
     * Takes the input whose turn it is among those of such groups, of which there is one; its tenant and its group go to the
     * end of their rounds.
     */
    E takeNext(Predicate<Object> groups) {
        for (var tenant : tenants.entrySet()) {
            for (var group : tenant.getValue().entrySet()) {
                if (groups.test(group.getKey())) {
                    return take(tenant.getKey(), tenant.getValue(), group.getKey(), group.getValue());
                }
            }
        }
        throw new NoSuchElementException("no input of these groups waits");
    }

    private E take(String tenant, SequencedMap<Object, Deque<E>> groups, Object group, Deque<E> queue) {
        E item = queue.removeFirst();
        left(item);
        groups.remove(group);
        if (!queue.isEmpty()) {
            groups.putLast(group, queue);
        }
        tenants.remove(tenant);
        if (!groups.isEmpty()) {
            tenants.putLast(tenant, groups);
        }
        return item;
    }

    /** Up to {@code limit} inputs of a group, one from each tenant in turn. They stay here. */
    List<E> ofGroup(Object group, int limit) {
        List<Iterator<E>> queues = new ArrayList<>();
        for (var groups : tenants.values()) {
            Deque<E> queue = groups.get(group);
            if (queue != null) {
                queues.add(queue.iterator());
            }
        }
        List<E> found = new ArrayList<>();
        while (found.size() < limit && !queues.isEmpty()) {
            for (Iterator<Iterator<E>> round = queues.iterator(); round.hasNext() && found.size() < limit; ) {
                Iterator<E> queue = round.next();
                found.add(queue.next());
                if (!queue.hasNext()) {
                    round.remove();
                }
            }
        }
        return found;
    }

    /** Takes these inputs of one group out, where they are; the turns stay as they are. Returns how many were here. */
    int removeAll(Object group, Set<E> items) {
        int removed = 0;
        for (var tenant = tenants.entrySet().iterator(); tenant.hasNext() && removed < items.size(); ) {
            var groups = tenant.next().getValue();
            Deque<E> queue = groups.get(group);
            if (queue == null) {
                continue;
            }
            for (Iterator<E> each = queue.iterator(); each.hasNext() && removed < items.size(); ) {
                E item = each.next();
                if (items.contains(item)) {
                    each.remove();
                    left(item);
                    removed++;
                }
            }
            if (queue.isEmpty()) {
                groups.remove(group);
            }
            if (groups.isEmpty()) {
                tenant.remove();
            }
        }
        return removed;
    }

    /** Takes all inputs out whose deadline has passed. Looks at them only once the earliest deadline has. */
    List<E> takeExpired(Instant now) {
        if (!now.isAfter(earliestDeadline)) {
            return List.of();
        }
        List<E> expired = new ArrayList<>();
        earliestDeadline = Instant.MAX;
        for (var tenant = tenants.values().iterator(); tenant.hasNext(); ) {
            var groups = tenant.next();
            for (var queue = groups.values().iterator(); queue.hasNext(); ) {
                Deque<E> items = queue.next();
                items.removeIf(item -> isExpired(item, now, expired));
                if (items.isEmpty()) {
                    queue.remove();
                }
            }
            if (groups.isEmpty()) {
                tenant.remove();
            }
        }
        expired.forEach(this::left);
        return expired;
    }

    private boolean isExpired(E item, Instant now, List<E> expired) {
        if (item.expired(now)) {
            expired.add(item);
            return true;
        }
        if (item.context().deadline().isBefore(earliestDeadline)) {
            earliestDeadline = item.context().deadline();
        }
        return false;
    }

    /** The tokens that wait, by model. */
    Map<String, Long> tokens() {
        return tokensByModel;
    }

    private void left(E item) {
        size--;
        tokensByModel.computeIfPresent(
                item.model(), (model, tokens) -> tokens == item.tokens() ? null : tokens - item.tokens());
    }
}
