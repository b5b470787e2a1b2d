package dev.scriptorium.inference.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random arrivals, cancellations, deadlines, batches and joins, checked after every step against what the queue promises. */
class BatchQueuePropertiesTest {

    private static final int STEPS = 2_000;
    private static final int CAPACITY = 200;
    private static final int BURST = 3;

    private record Input(int number, Object group, int tokens, RequestContext context) implements QueuedInput {

        @Override
        public String model() {
            return String.valueOf(group);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsItsPromisesWhateverArrives(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BatchLimits limits = new BatchLimits(1 + random.nextInt(16), 50 + random.nextInt(400));
        BatchQueue<Input> queue = new BatchQueue<>(limits, CAPACITY, BURST);
        Set<Input> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<String, Integer> batchesWithout = new HashMap<>();
        Instant now = Instant.EPOCH;
        int interactiveInARow = 0;
        Map<Object, Integer> interactiveJoins = new HashMap<>();

        for (int step = 0; step < STEPS; step++) {
            now = now.plusMillis(random.nextInt(5));
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    List<Input> request = request(random, now, step);
                    Lane lane = request.getFirst().context().lane();
                    boolean fits = count(waiting, lane) + request.size() <= CAPACITY;
                    assertThat(queue.offer(lane, request)).isEqualTo(fits);
                    if (fits) {
                        waiting.addAll(request);
                    }
                }
                case 2 -> {
                    if (!waiting.isEmpty()) {
                        Input cancelled = waiting.stream()
                                .skip(random.nextInt(waiting.size()))
                                .findFirst()
                                .orElseThrow();
                        assertThat(queue.remove(cancelled)).isTrue();
                        waiting.remove(cancelled);
                    }
                }
                case 3, 4 -> {
                    Object group = "model" + random.nextInt(3);
                    int capacity = 1 + random.nextInt(32);
                    int room = 1 + random.nextInt(capacity);
                    boolean bulkWaits = waits(waiting, group, Lane.BULK, now);
                    boolean interactiveWaits = waits(waiting, group, Lane.INTERACTIVE, now);
                    BatchQueue.Selection<Input> joining = queue.join(group, room, capacity, now, random.nextInt(3));
                    for (Input expired : joining.expired()) {
                        assertThat(expired.expired(now)).isTrue();
                        assertThat(waiting.remove(expired)).isTrue();
                    }
                    checkJoin(joining.batch(), group, room, now);
                    for (Input input : joining.batch()) {
                        assertThat(waiting.remove(input)).as("given out once").isTrue();
                        batchesWithout.put(
                                input.context().tenantId() + input.context().lane(), 0);
                    }
                    if (room == capacity) {
                        assertThat(joining.batch().isEmpty())
                                .as("whoever has nothing to do takes what waits")
                                .isEqualTo(!bulkWaits && !interactiveWaits);
                    }
                    boolean bulkJoined = joining.batch().stream()
                            .anyMatch(input -> input.context().lane() == Lane.BULK);
                    int inARow = joining.batch().isEmpty() ? 0 : 1;
                    interactiveJoins.merge(group, inARow, Integer::sum);
                    if (!bulkWaits || bulkJoined) {
                        interactiveJoins.remove(group);
                    }
                    assertThat(interactiveJoins.getOrDefault(group, 0))
                            .as("joins of interactive inputs while bulk ones wait")
                            .isLessThanOrEqualTo(BURST);
                }
                default -> {
                    Instant moment = now;
                    boolean bulkWaits = waiting.stream()
                            .anyMatch(input -> input.context().lane() == Lane.BULK && !input.expired(moment));
                    BatchQueue.Selection<Input> selection = queue.next(now, 1 + random.nextInt(4));
                    for (Input expired : selection.expired()) {
                        assertThat(expired.expired(now)).isTrue();
                        assertThat(waiting.remove(expired)).isTrue();
                    }
                    checkBatch(selection.batch(), limits, now);
                    for (Input input : selection.batch()) {
                        assertThat(waiting.remove(input)).as("given out once").isTrue();
                    }
                    if (selection.batch().isEmpty()) {
                        assertThat(waiting).isEmpty();
                        interactiveInARow = 0;
                        interactiveJoins.clear();
                    } else {
                        Lane lane = selection.batch().getFirst().context().lane();
                        interactiveInARow = lane == Lane.INTERACTIVE && bulkWaits ? interactiveInARow + 1 : 0;
                        assertThat(interactiveInARow).isLessThanOrEqualTo(BURST);
                        if (selection.expired().isEmpty()) {
                            checkTurns(selection.batch(), waiting, lane, batchesWithout);
                        } else { // an expired input took its tenant's turn
                            batchesWithout.clear();
                        }
                    }
                }
            }
            assertThat(queue.size(Lane.INTERACTIVE)).isEqualTo(count(waiting, Lane.INTERACTIVE));
            assertThat(queue.size(Lane.BULK)).isEqualTo(count(waiting, Lane.BULK));
        }
    }

    private static boolean waits(Set<Input> waiting, Object group, Lane lane, Instant now) {
        return waiting.stream()
                .anyMatch(
                        input -> input.group().equals(group) && input.context().lane() == lane && !input.expired(now));
    }

    private static void checkJoin(List<Input> joining, Object group, int room, Instant now) {
        assertThat(joining).hasSizeLessThanOrEqualTo(room);
        assertThat(joining).noneMatch(input -> input.expired(now));
        assertThat(joining).allMatch(input -> input.group().equals(group));
    }

    private static void checkBatch(List<Input> batch, BatchLimits limits, Instant now) {
        if (batch.isEmpty()) {
            return;
        }
        int longest = batch.getFirst().tokens();
        assertThat(limits.admit(batch.size(), longest)).as("within the limits").isTrue();
        assertThat(batch).extracting(Input::tokens).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(batch).noneMatch(input -> input.expired(now));
        assertThat(batch).extracting(Input::group).containsOnly(batch.getFirst().group());
        assertThat(batch)
                .extracting(input -> input.context().lane())
                .containsOnly(batch.getFirst().context().lane());
    }

    /** A tenant that waits in a lane is served at the latest when all tenants had their turn. */
    private static void checkTurns(
            List<Input> batch, Set<Input> waiting, Lane lane, Map<String, Integer> batchesWithout) {
        for (String tenant : List.of("acme", "globex", "initech")) {
            String key = tenant + lane;
            boolean served =
                    batch.stream().anyMatch(input -> input.context().tenantId().equals(tenant));
            boolean waits = waiting.stream()
                    .anyMatch(input -> input.context().lane() == lane
                            && input.context().tenantId().equals(tenant));
            int without = served || !waits ? 0 : batchesWithout.getOrDefault(key, 0) + 1;
            batchesWithout.put(key, without);
            assertThat(without).as("batches without " + key).isLessThanOrEqualTo(3);
        }
    }

    private static List<Input> request(SplittableRandom random, Instant now, int step) {
        Lane lane = random.nextBoolean() ? Lane.INTERACTIVE : Lane.BULK;
        String tenant = List.of("acme", "acme", "acme", "globex", "initech").get(random.nextInt(5));
        Instant deadline = random.nextInt(4) == 0 ? now.plusMillis(random.nextInt(50)) : Instant.MAX;
        String group = "model" + random.nextInt(3);
        List<Input> inputs = new ArrayList<>();
        for (int i = 0, n = 1 + random.nextInt(8); i < n; i++) {
            inputs.add(new Input(
                    step * 10 + i, group, 1 + random.nextInt(60), new RequestContext(lane, tenant, deadline)));
        }
        return inputs;
    }

    private static int count(Set<Input> waiting, Lane lane) {
        return (int)
                waiting.stream().filter(input -> input.context().lane() == lane).count();
    }
}
