package dev.scriptorium.inference.batching;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which inputs a worker takes next, as a batch or as sequences to admit to a decoding batch. A pure state
 * machine without clock and threads. Not thread-safe.
 *
 * <ul>
 *   <li>The interactive lane goes first; while bulk work waits too, one batch in {@code interactiveBurst + 1} is bulk, and
 *       so is one admission in as many of a decoding batch.
 *   <li>In a lane the tenants take turns: the tenant whose turn it is gives the first input of the batch.
 *   <li>The batch is filled with inputs of the same group, one of each tenant in turn, of those the nearest in length, as
 *       padding costs as much as text. An input that was passed over stays at the head of its tenant's queue.
 *   <li>While several workers are free, a batch takes only its share of what waits, so that all of them have work.
 *   <li>Bulk sequences are admitted once an eighth of the slots is free, or all that wait have room: one prefill of many
 *       costs less than many of one. Interactive ones take the next free slot.
 *   <li>A lane holds {@code capacity} inputs at most.
 * </ul>
 */
final class BatchQueue<E extends QueuedInput> {

    /** Below it a batch is not made smaller for the sake of free workers: small batches cost more per input. */
    private static final int SMALLEST_SHARE = 4;

    /** How many inputs are looked at for each that a batch may have: more means less padding. */
    private static final int LOOK_AHEAD = 4;

    /** Bulk sequences wait until this part of the slots is free. */
    private static final int BULK_ROOM = 8;

    private final BatchLimits limits;
    private final int capacity;
    private final int interactiveBurst;
    private final Map<Lane, LaneQueue<E>> lanes = new EnumMap<>(Lane.class);
    private int interactiveInARow;
    /** By group, how many interactive inputs in a row were admitted while bulk ones wait. */
    private final Map<Object, Integer> interactiveJoins = new HashMap<>();

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

    /** The tokens that wait in a lane, by model. */
    Map<String, Long> tokens(Lane lane) {
        return laneQueue(lane).tokens();
    }

    /** Removes all inputs. */
    List<E> takeAll() {
        List<E> all = new ArrayList<>();
        for (LaneQueue<E> lane : lanes.values()) {
            while (!lane.isEmpty()) {
                all.add(lane.takeNext(group -> true));
            }
        }
        return all;
    }

    /** Removes the inputs whose deadline has passed. */
    List<E> takeExpired(Instant now) {
        List<E> expired = new ArrayList<>();
        lanes.values().forEach(lane -> expired.addAll(lane.takeExpired(now)));
        return expired;
    }

    boolean isEmpty() {
        return lanes.values().stream().allMatch(LaneQueue::isEmpty);
    }

    /** Adds all inputs or, where they would not fit, none. */
    boolean offer(Lane lane, List<E> items) {
        if (size(lane) + items.size() > capacity) {
            return false;
        }
        add(lane, items);
        return true;
    }

    /** Adds the inputs of a caller that bounds itself. */
    void add(Lane lane, List<E> items) {
        items.forEach(laneQueue(lane)::add);
    }

    boolean remove(E item) {
        Set<E> single = identitySet();
        single.add(item);
        return laneQueue(item.context().lane()).removeAll(item.group(), single) == 1;
    }

    /** Which inputs a worker takes that has work already. */
    @FunctionalInterface
    interface Choice {

        boolean allows(Lane lane, Object group);
    }

    /**
     * The inputs of the next batch.
     *
     * @param free workers that could take a batch now, including the one that asks
     */
    Selection<E> next(Instant now, int free) {
        return next(now, free, (lane, group) -> true);
    }

    /** @param choice which of the waiting inputs are looked at */
    Selection<E> next(Instant now, int free, Choice choice) {
        List<E> expired = new ArrayList<>();
        Lane lane = nextLane(choice);
        while (lane != null) {
            LaneQueue<E> queue = laneQueue(lane);
            Predicate<Object> groups = groups(choice, lane);
            while (queue.has(groups)) {
                E lead = queue.takeNext(groups);
                if (!lead.expired(now)) {
                    int most = lead.isSequence() ? 1 : share(queue.size() + 1, free);
                    return new Selection<>(fill(queue, lead, most, now, expired), expired);
                }
                expired.add(lead);
            }
            lane = nextLane(choice);
        }
        if (isEmpty()) {
            interactiveJoins.clear();
        }
        return new Selection<>(List.of(), expired);
    }

    /** Whether an input waits that the choice allows. */
    boolean has(Choice choice) {
        return lanes.entrySet().stream().anyMatch(lane -> lane.getValue().has(groups(choice, lane.getKey())));
    }

    /**
     * Inputs to admit to the decoding batch of a group.
     *
     * @param room free slots
     * @param capacity slots in all
     * @param idle other workers without work, which would take inputs too
     */
    Selection<E> join(Object group, int room, int capacity, Instant now, int idle) {
        List<E> expired = new ArrayList<>();
        List<E> joining = new ArrayList<>();
        while (joining.size() < room) {
            int left = room - joining.size();
            LaneQueue<E> lane = joiningLane(group, left, capacity);
            int most = lane == null ? 0 : Math.min(left, joinShare(lane.size(group), room == capacity, idle));
            if (lane == null || most == 0) {
                break;
            }
            E lead = lane.takeNext(group::equals);
            if (lead.expired(now)) {
                expired.add(lead);
            } else {
                joining.addAll(fill(lane, lead, most, now, expired));
                if (lead.context().lane() == Lane.BULK) {
                    interactiveJoins.remove(group);
                    break; // one budget of tokens a step: a prefill delays the sequences that are being decoded
                }
                if (laneQueue(Lane.BULK).has(group::equals)) {
                    interactiveJoins.merge(group, 1, Integer::sum);
                } else {
                    interactiveJoins.remove(group);
                }
            }
        }
        return new Selection<>(joining, expired);
    }

    private @Nullable LaneQueue<E> joiningLane(Object group, int room, int capacity) {
        LaneQueue<E> interactive = laneQueue(Lane.INTERACTIVE);
        LaneQueue<E> bulk = laneQueue(Lane.BULK);
        int waitingBulk = bulk.size(group);
        int inARow = interactiveJoins.getOrDefault(group, 0);
        if (interactive.has(group::equals) && (waitingBulk == 0 || inARow < interactiveBurst)) {
            return interactive;
        }
        boolean waitsForMore = inARow < interactiveBurst && room < waitingBulk && room < capacity / BULK_ROOM;
        if (waitingBulk == 0 || waitsForMore) {
            return null;
        }
        return bulk;
    }

    /** While other workers are idle, a worker that decodes leaves small batches to them. */
    private static int joinShare(int waiting, boolean nothingWritten, int idle) {
        int share = Math.ceilDiv(waiting, idle + 1);
        if (share >= SMALLEST_SHARE) {
            return share;
        }
        return nothingWritten ? SMALLEST_SHARE : idle > 0 ? 0 : share;
    }

    private @Nullable Lane nextLane(Choice choice) {
        boolean interactive = laneQueue(Lane.INTERACTIVE).has(groups(choice, Lane.INTERACTIVE));
        boolean bulk = laneQueue(Lane.BULK).has(groups(choice, Lane.BULK));
        if (interactive && (!bulk || interactiveInARow < interactiveBurst)) {
            interactiveInARow = bulk ? interactiveInARow + 1 : 0;
            return Lane.INTERACTIVE;
        }
        interactiveInARow = 0;
        return bulk ? Lane.BULK : null;
    }

    private static Predicate<Object> groups(Choice choice, Lane lane) {
        return group -> choice.allows(lane, group);
    }

    /** How many inputs a batch may have while so many wait. */
    private int share(int waiting, int free) {
        return Math.min(limits.maxItems(), Math.max(SMALLEST_SHARE, Math.ceilDiv(waiting, free)));
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
        batch.sort(Comparator.<E>comparingInt(QueuedInput::tokens).reversed());
        return batch;
    }

    private LaneQueue<E> laneQueue(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane));
    }

    private static <E> Set<E> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
