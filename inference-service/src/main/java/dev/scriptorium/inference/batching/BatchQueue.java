package dev.scriptorium.inference.batching;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Decides which inputs the next call of a model has. A pure state machine: no clock, no thread; not thread-safe.
 *
 * <ul>
 *   <li>The interactive lane goes first; while bulk work waits too, one batch in {@code interactiveBurst + 1} is bulk.
 *   <li>In a lane the tenants take turns: the tenant whose turn it is gives the first input of the batch.
 *   <li>The batch is filled with inputs of the same group, one of each tenant in turn, of those the nearest in length, as
 *       padding costs as much as text. An input that was passed over stays at the head of its tenant's queue.
 *   <li>While several executors are free, a batch takes no more than its share of what waits, so that they all work on it.
 *   <li>A lane holds {@code capacity} inputs at most.
 * </ul>
 */
final class BatchQueue<E extends Waiting> {

    /** Below it a batch is not made smaller for the sake of free executors: small batches cost more per input. */
    private static final int SMALLEST_SHARE = 4;

    /** How many inputs are looked at for each that a batch may have: more means less padding. */
    private static final int LOOK_AHEAD = 4;

    private final BatchLimits limits;
    private final int capacity;
    private final int interactiveBurst;
    private final Map<Lane, LaneQueue<E>> lanes = new EnumMap<>(Lane.class);
    private int interactiveInARow;

    BatchQueue(BatchLimits limits, int capacity, int interactiveBurst) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1 but is " + capacity);
        }
        if (interactiveBurst < 1) {
            throw new IllegalArgumentException("interactiveBurst must be at least 1 but is " + interactiveBurst);
        }
        this.limits = limits;
        this.capacity = capacity;
        this.interactiveBurst = interactiveBurst;
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new LaneQueue<>());
        }
    }

    /** The next call's inputs, longest first, and the inputs found past their deadline on the way. */
    record Selection<E>(List<E> batch, List<E> expired) {}

    int size(Lane lane) {
        return laneQueue(lane).size();
    }

    boolean isEmpty() {
        return lanes.values().stream().allMatch(LaneQueue::isEmpty);
    }

    /** Takes all inputs or, where they would not fit, none. */
    boolean offer(Lane lane, List<E> items) {
        if (size(lane) + items.size() > capacity) {
            return false;
        }
        add(lane, items);
        return true;
    }

    /** Takes the inputs of a caller that bounds itself. */
    void add(Lane lane, List<E> items) {
        items.forEach(laneQueue(lane)::add);
    }

    boolean remove(E item) {
        Set<E> single = identitySet();
        single.add(item);
        return laneQueue(item.origin().lane()).removeAll(item.group(), single) == 1;
    }

    /** @param free executors that could take a batch now, with the one that asks */
    Selection<E> next(Instant now, int free) {
        List<E> expired = new ArrayList<>();
        while (!isEmpty()) {
            LaneQueue<E> lane = laneQueue(nextLane());
            while (!lane.isEmpty()) {
                E lead = lane.takeNext();
                if (!lead.expired(now)) {
                    return new Selection<>(fill(lane, lead, share(lane, free), now, expired), expired);
                }
                expired.add(lead);
            }
        }
        return new Selection<>(List.of(), expired);
    }

    private Lane nextLane() {
        boolean interactive = !laneQueue(Lane.INTERACTIVE).isEmpty();
        boolean bulk = !laneQueue(Lane.BULK).isEmpty();
        if (interactive && (!bulk || interactiveInARow < interactiveBurst)) {
            interactiveInARow = bulk ? interactiveInARow + 1 : 0;
            return Lane.INTERACTIVE;
        }
        interactiveInARow = 0;
        return Lane.BULK;
    }

    /** How many inputs a batch may have whose first one was just taken. */
    private int share(LaneQueue<E> lane, int free) {
        return Math.min(limits.maxItems(), Math.max(SMALLEST_SHARE, Math.ceilDiv(lane.size() + 1, free)));
    }

    private List<E> fill(LaneQueue<E> lane, E lead, int most, Instant now, List<E> expired) {
        List<E> candidates = lane.ofGroup(lead.group(), LOOK_AHEAD * limits.maxItems());
        candidates.sort(Comparator.comparingInt(item -> Math.abs(item.tokens() - lead.tokens())));
        List<E> batch = new ArrayList<>(List.of(lead));
        Set<E> taken = identitySet();
        int longest = lead.tokens();
        for (E item : candidates) {
            if (item.expired(now)) {
                expired.add(item);
                taken.add(item);
            } else if (batch.size() < most && limits.admit(batch.size() + 1, Math.max(longest, item.tokens()))) {
                batch.add(item);
                taken.add(item);
                longest = Math.max(longest, item.tokens());
            }
        }
        lane.removeAll(lead.group(), taken);
        batch.sort(Comparator.<E>comparingInt(Waiting::tokens).reversed());
        return batch;
    }

    private LaneQueue<E> laneQueue(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane));
    }

    private static <E> Set<E> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
