package dev.scriptorium.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.failure.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A job under random delivery: records come late, twice, in any order or never; stages fail; the process dies between
 * storing and acknowledging; the job is cancelled. After every step the invariants hold, and in the end all is over.
 */
class LifecycleSimulationTest {

    private static final int RUNS = 2_000;

    @Test
    void everyDocumentEndsOnceWhateverHappensOnTheWay() {
        long first = Long.getLong("simulation.seed", 1);
        long runs = Long.getLong("simulation.seed") == null ? RUNS : 1;
        for (long seed = first; seed < first + runs; seed++) {
            try {
                new Simulation(seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("failed with -Dsimulation.seed=" + seed, e);
            }
        }
    }

    private sealed interface Message {
        DocumentId document();

        record Received(DocumentId document, int attempt) implements Message {}

        record Started(DocumentId document) implements Message {}

        record Completed(DocumentId document, TaskId task, int part, int partCount) implements Message {}

        record Failed(DocumentId document, Optional<TaskId> task, int attempt, Failure failure) implements Message {}
    }

    private static final class Simulation {

        private static final RetryPolicy POLICY = new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofMinutes(5));
        private static final int STEPS_IN_DISORDER = 300;

        private final Random random;
        private final Map<DocumentId, DocumentState> documents = new HashMap<>();
        private final Map<TaskId, Integer> partCounts = new HashMap<>();
        private final Map<TaskId, Set<Integer>> delivered = new HashMap<>();
        private final List<Message> inFlight = new ArrayList<>();
        private JobState job;
        private Instant now = Instant.EPOCH;
        private int jobEnds;

        Simulation(long seed) {
            random = new Random(seed);
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                List<TaskId> tasks = IntStream.rangeClosed(0, random.nextInt(3))
                        .mapToObj(t -> new TaskId(uuid()))
                        .toList();
                tasks.forEach(task -> partCounts.put(task, 1 + random.nextInt(3)));
                DocumentState document = DocumentState.submitted(new DocumentId(uuid()), tasks);
                documents.put(document.id(), document);
                inFlight.add(new Message.Received(document.id(), 1));
            }
            job = JobState.submitted(new JobId(uuid()), List.copyOf(documents.values()));
        }

        void run() {
            for (int step = 0; step < STEPS_IN_DISORDER; step++) {
                now = now.plusSeconds(random.nextInt(60));
                switch (random.nextInt(40)) {
                    case 0 -> inFlight.clear();
                    case 1 -> reconcile();
                    case 2 -> {
                        if (random.nextInt(10) == 0) {
                            stop(random.nextBoolean() ? StopReason.CANCEL : StopReason.EXPIRE);
                        }
                    }
                    default -> deliver(random.nextInt(4) == 0, true);
                }
            }
            for (int rounds = 0; job instanceof JobState.Open; rounds++) {
                assertThat(rounds)
                        .as("rounds of the reconciler until all is over")
                        .isLessThan(10);
                while (!inFlight.isEmpty()) {
                    deliver(false, false);
                }
                now = now.plus(Duration.ofHours(1));
                reconcile();
            }
            assertThat(jobEnds).as("ends of the job").isEqualTo(1);
            assertThat(documents.values()).allMatch(document -> document.state().isTerminal());
        }

        private void deliver(boolean keep, boolean mayFail) {
            if (inFlight.isEmpty()) {
                return;
            }
            int index = random.nextInt(inFlight.size());
            // Kept: the process died after it stored and before it acknowledged, or the record came twice.
            Message message = keep ? inFlight.get(index) : inFlight.remove(index);
            DocumentState before = documents.get(message.document());
            switch (message) {
                case Message.Received received -> work(received, mayFail);
                case Message.Started started when before instanceof DocumentState.Open open -> store(open.started());
                case Message.Completed done -> {
                    delivered
                            .computeIfAbsent(done.task(), task -> new HashSet<>())
                            .add(done.part());
                    if (before instanceof DocumentState.Open open) {
                        store(open.completed(done.task(), done.part(), done.partCount()));
                    }
                }
                case Message.Failed failed
                when before instanceof DocumentState.Open open ->
                    store(open.failed(failed.task(), failed.attempt(), failed.failure(), POLICY, now, random));
                case Message.Started late ->
                    assertThat(before.state().isTerminal()).isTrue();
                case Message.Failed late ->
                    assertThat(before.state().isTerminal()).isTrue();
            }
        }

        /** What the stages do with a document: parts of results, or failures, for tasks chosen without looking at the state. */
        private void work(Message.Received received, boolean mayFail) {
            inFlight.add(new Message.Started(received.document()));
            for (TaskState task : documents.get(received.document()).tasks()) {
                int partCount = partCounts.get(task.id());
                if (mayFail && random.nextInt(4) == 0) {
                    FailureCode code = random.nextBoolean() ? FailureCode.OVERLOADED : FailureCode.DOC_CORRUPT;
                    Optional<TaskId> which = random.nextBoolean() ? Optional.of(task.id()) : Optional.empty();
                    inFlight.add(new Message.Failed(
                            received.document(),
                            which,
                            received.attempt(),
                            Failure.of(code, "As drawn.", "simulation")));
                }
                for (int part = 0; part < partCount; part++) {
                    inFlight.add(new Message.Completed(received.document(), task.id(), part, partCount));
                }
            }
        }

        private void reconcile() {
            for (DocumentState document : List.copyOf(documents.values())) {
                if (!(document instanceof DocumentState.Open open)) {
                    continue;
                }
                boolean waits = open.nextAttemptAt() != null;
                if (waits && open.nextAttemptAt().isAfter(now)) {
                    continue;
                }
                DocumentState next = waits ? open.retried() : open.stalled(POLICY);
                store(next);
                if (next instanceof DocumentState.Open) {
                    inFlight.add(new Message.Received(next.id(), next.attempt()));
                }
            }
        }

        private void stop(StopReason stop) {
            if (job instanceof JobState.Open open) {
                job = stop == StopReason.CANCEL ? open.cancelling() : open;
                for (DocumentState document : List.copyOf(documents.values())) {
                    if (document instanceof DocumentState.Open openDocument) {
                        store(openDocument.stopped(stop));
                    }
                }
            }
        }

        private void store(DocumentState after) {
            DocumentState before = documents.put(after.id(), after);
            if (after instanceof DocumentState.Finished && before instanceof DocumentState.Open) {
                job = ((JobState.Open) job).finish(List.of(after.state()));
                jobEnds += job instanceof JobState.Finished ? 1 : 0;
            } else if (after.state() == State.RUNNING && job instanceof JobState.Open open) {
                job = open.started();
            }
            check(before, after);
        }

        private void check(DocumentState before, DocumentState after) {
            assertThat(before).isInstanceOf(DocumentState.Open.class);
            assertThat(after.attempt()).isBetween(before.attempt(), POLICY.attempts());
            for (int i = 0; i < after.tasks().size(); i++) {
                TaskState was = before.tasks().get(i);
                TaskState is = after.tasks().get(i);
                if (!(was instanceof TaskState.Open)) {
                    assertThat(is).isEqualTo(was);
                }
                if (is.state() == State.SUCCEEDED) {
                    assertThat(delivered.get(is.id())).hasSize(partCounts.get(is.id()));
                }
                if (is.state() == State.FAILED) {
                    assertThat(is.failure()).isPresent();
                }
            }
            long over = documents.values().stream()
                    .filter(d -> d.state().isTerminal())
                    .count();
            assertThat(job.finished().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo((int) over);
            assertThat(job instanceof JobState.Finished).isEqualTo(over == documents.size());
        }

        private UUID uuid() {
            return new UUID(random.nextLong(), random.nextLong());
        }
    }
}
