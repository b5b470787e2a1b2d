package dev.scriptorium.ingest.job;

import static dev.scriptorium.ingest.job.NewJobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.RetryPolicy;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.core.lifecycle.StopReason;
import dev.scriptorium.ingest.event.EventLog;
import dev.scriptorium.ingest.event.JobEvent;
import dev.scriptorium.ingest.outbox.Outbox;
import dev.scriptorium.ingest.progress.Change;
import dev.scriptorium.ingest.progress.FailureHandler;
import dev.scriptorium.ingest.progress.JobCanceller;
import dev.scriptorium.ingest.progress.OpenDocuments;
import dev.scriptorium.ingest.progress.ResultRecorder;
import dev.scriptorium.ingest.result.ResultReader;
import dev.scriptorium.ingest.retention.Erasure;
import dev.scriptorium.ingest.retention.ErasureStore;
import dev.scriptorium.ingest.usage.TaskUsage;
import dev.scriptorium.ingest.usage.UsageReader;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.document.v1.SummarizeTask;
import dev.scriptorium.proto.document.v1.SummaryStyle;
import dev.scriptorium.proto.event.v1.DocumentFailed;
import dev.scriptorium.proto.event.v1.DocumentReceived;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.LabelScore;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What everything that keeps jobs promises, from the acceptance of a job to its last result. */
public abstract class JobStoreContract {

    private static final RetryPolicy POLICY = new RetryPolicy(3, Duration.ZERO, Duration.ZERO);
    private static final String TENANT = "default";

    protected abstract JobStore jobs();

    protected abstract OpenDocuments documents();

    protected abstract Outbox outbox();

    protected abstract ResultReader results();

    protected abstract EventLog events();

    protected abstract ErasureStore erasures();

    protected abstract UsageReader usage();

    @Test
    void keepsTheModelOfAnAbstractiveSummary() {
        NewJob job =
                aJob().of("a.txt").wanting(new TaskSpec.Summarize(3, "bart")).build();

        jobs().accept(job);

        assertThat(jobs().documents(TENANT, job.id(), DocumentFilter.ALL, 0, 10)
                        .getFirst()
                        .tasks())
                .extracting(task -> task.wanted())
                .containsExactly(new TaskSpec.Summarize(3, "bart"));
        assertThat(sent(job).getFirst().getTasks(0).getSummarize())
                .isEqualTo(SummarizeTask.newBuilder()
                        .setSentences(3)
                        .setStyle(SummaryStyle.SUMMARY_STYLE_ABSTRACTIVE)
                        .setModel("bart")
                        .build());
    }

    @Test
    void keepsAJobWithItsDocumentsAndEvents() {
        NewJob job = aJob().of("a.txt", "b.pdf")
                .wanting(new TaskSpec.Summarize(3), new TaskSpec.Translate("de"), new TaskSpec.Classify("sentiment"))
                .build();

        assertThat(jobs().accept(job)).isEqualTo(job.id());

        Job kept = jobs().find(TENANT, job.id()).orElseThrow();
        assertThat(kept.state()).isEqualTo(State.QUEUED);
        assertThat(kept.documents()).isEqualTo(2);
        assertThat(kept.progress().tasks()).isEqualTo(6);
        assertThat(jobs().documents(TENANT, job.id(), DocumentFilter.ALL, 0, 10))
                .satisfiesExactly(
                        first -> {
                            assertThat(first.fileName()).isEqualTo("a.txt");
                            assertThat(first.tasks())
                                    .extracting(task -> task.wanted().label())
                                    .containsExactly("classify:sentiment", "summarize", "translate:de");
                        },
                        second -> assertThat(second.id())
                                .isEqualTo(job.documents().get(1).id()));
        assertThat(sent(job))
                .extracting(event -> event.getDocument().getAttempt())
                .containsExactly(1, 1);
        assertThat(sent(job)).isEmpty();
    }

    @Test
    void givesPagesOfDocumentsInTheirOrder() {
        NewJob job = aJob().of("0", "1", "2", "3", "4").build();
        jobs().accept(job);

        assertThat(jobs().documents(TENANT, job.id(), DocumentFilter.ALL, 2, 2))
                .extracting(Document::fileName)
                .containsExactly("2", "3");
        assertThat(jobs().documents(TENANT, job.id(), DocumentFilter.ALL, 5, 2)).isEmpty();
    }

    @Test
    void givesPagesOfJobsNewestFirst() {
        String tenant = "tenant-" + UUID.randomUUID();
        List<JobId> accepted = IntStream.range(0, 5)
                .mapToObj(i -> jobs().accept(aJob().from(tenant).of("a").build()))
                .toList();

        List<Job> first = jobs().list(tenant, JobFilter.ALL, Optional.empty(), 3);
        List<Job> rest =
                jobs().list(tenant, JobFilter.ALL, Optional.of(first.getLast().id()), 3);

        assertThat(Stream.concat(first.stream(), rest.stream()).map(Job::id))
                .containsExactlyElementsOf(accepted.reversed());
    }

    @Test
    void hidesATenantsJobsFromOthers() {
        NewJob job = aJob().from("one").of("a").build();
        jobs().accept(job);

        assertThat(jobs().find("other", job.id())).isEmpty();
        assertThat(jobs().documents("other", job.id(), DocumentFilter.ALL, 0, 10))
                .isEmpty();
        assertThat(jobs().document("other", job.documents().getFirst().id())).isEmpty();
        assertThat(jobs().cancel("other", job.id())).isFalse();
    }

    @Test
    void keepsOneJobForOneKeyHoweverManyComeAtOnce() {
        String key = UUID.randomUUID().toString();
        Set<JobId> answers = ConcurrentHashMap.newKeySet();

        CompletableFuture.allOf(IntStream.range(0, 20)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> answers.add(
                                jobs().accept(aJob().of("a").keyed(key, "same").build()))))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(answers).hasSize(1);
        assertThat(jobs().find(TENANT, answers.iterator().next())).isPresent();
    }

    @Test
    void refusesAKeyForAnotherRequest() {
        String key = UUID.randomUUID().toString();
        jobs().accept(aJob().of("a").keyed(key, "one").build());

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(
                        () -> jobs().accept(aJob().of("a").keyed(key, "other").build()))
                .returns(FailureCode.IDEMPOTENCY_KEY_REUSED, FailureException::code);
    }

    @Test
    void endsAnEmptyDocumentAtTheDoorAndGoesOnWithTheOthers() {
        NewJob job = aJob().of("a").withEmpty("empty").build();
        jobs().accept(job);

        assertThat(jobs().documents(TENANT, job.id(), DocumentFilter.ALL, 0, 10))
                .extracting(Document::state)
                .containsExactly(State.QUEUED, State.FAILED);
        assertThat(sent(job)).hasSize(1);
        new ResultRecorder(documents()).store(List.of(summary(job, 0)));
        Job over = jobs().find(TENANT, job.id()).orElseThrow();
        assertThat(over.state()).isEqualTo(State.PARTIAL);
        assertThat(over.progress().fraction()).isEqualTo(1);
    }

    @Test
    void isTheSameWhenEveryResultComesTwiceAndShuffled() {
        for (int seed = 0; seed < 10; seed++) {
            NewJob job = aJob().of("a", "b", "c")
                    .wanting(
                            new TaskSpec.Summarize(1), new TaskSpec.Translate("de"), new TaskSpec.Classify("sentiment"))
                    .build();
            jobs().accept(job);
            List<TaskCompleted> events = new ArrayList<>();
            for (int document = 0; document < 3; document++) {
                events.add(summary(job, document));
                events.add(translation(job, document, 0, 2));
                events.add(translation(job, document, 1, 2));
                events.add(classification(job, document));
            }
            events.addAll(events);
            Random random = new Random(seed);
            Collections.shuffle(events, random);

            while (!events.isEmpty()) {
                List<TaskCompleted> batch = events.subList(0, Math.min(events.size(), 1 + random.nextInt(8)));
                new ResultRecorder(documents()).store(List.copyOf(batch));
                batch.clear();
            }

            Job over = jobs().find(TENANT, job.id()).orElseThrow();
            assertThat(over.state()).as("seed %d", seed).isEqualTo(State.SUCCEEDED);
            assertThat(over.finished(State.SUCCEEDED)).isEqualTo(3);
            assertThat(over.usage()).isEqualTo(new Job.Usage(3 * 4 * 10, 3 * 4 * 5, 3 * 4 * 100));
            assertThat(over.progress().fraction()).isEqualTo(1);
            DocumentId document = job.documents().getFirst().id();
            assertThat(results().translation(TENANT, document, "de").orElseThrow())
                    .satisfies(translation -> {
                        assertThat(translation.complete()).isTrue();
                        assertThat(translation.text()).isEqualTo("Teil 0. Teil 1. ");
                        assertThat(translation.path()).containsExactly("en", "de");
                        assertThat(translation.segmentsJson()).hasSize(2);
                        assertThat(translation.segmentsJson().getFirst()).contains("\"flags\":[\"NUMBERS\"]");
                        assertThat(translation.provenance().inputTokens()).isEqualTo(20);
                    });
            assertThat(results().summary(TENANT, document).orElseThrow().sentencesJson())
                    .contains("\"segments\":[\"0.1\"]")
                    .contains("A sentence with \\\"quotes\\\" and a \ufffd.");
            assertThat(results().classifications(TENANT, document))
                    .singleElement()
                    .satisfies(classification -> {
                        assertThat(classification.label()).isEqualTo("positive");
                        assertThat(classification.score()).isEqualTo(0.75f);
                        assertThat(classification.provenance().models()).containsExactly("tiny \"sentiment\"");
                    });
            assertThat(results().summary("other", document)).isEmpty();
        }
    }

    @Test
    void triesAgainWithTheTasksThatHaveNoResult() {
        NewJob job = aJob().of("a")
                .wanting(new TaskSpec.Summarize(1), new TaskSpec.Translate("de"))
                .build();
        jobs().accept(job);
        sent(job);
        new ResultRecorder(documents()).store(List.of(summary(job, 0)));

        new FailureHandler(documents(), POLICY, new Random(1))
                .store(List.of(failed(job, 0, 1, FailureCode.OVERLOADED)));

        DocumentId document = job.documents().getFirst().id();
        assertThat(documents().due(1_000)).contains(document);
        assertThat(jobs().document(TENANT, document).orElseThrow()).satisfies(waiting -> {
            assertThat(waiting.state()).isEqualTo(State.QUEUED);
            assertThat(waiting.failure()).map(Failure::code).contains("OVERLOADED");
        });
        documents().change(List.of(document), (state, now) -> Change.to(state.retried()));
        assertThat(sent(job)).singleElement().satisfies(event -> {
            assertThat(event.getDocument().getAttempt()).isEqualTo(2);
            assertThat(event.getTasksList())
                    .singleElement()
                    .satisfies(task ->
                            assertThat(task.getTranslate().getTargetLanguage()).isEqualTo("de"));
        });
        assertThat(documents().due(1_000)).doesNotContain(document);
    }

    @Test
    void endsAfterTheLastAttemptWithItsFailure() {
        NewJob job = aJob().of("a").build();
        jobs().accept(job);
        DocumentId document = job.documents().getFirst().id();
        FailureHandler failures = new FailureHandler(documents(), POLICY, new Random(1));

        for (int attempt = 1; attempt <= POLICY.attempts(); attempt++) {
            failures.store(List.of(failed(job, 0, attempt, FailureCode.PARSER_CRASHED)));
            documents().change(List.of(document), (state, now) -> Change.to(state.retried()));
        }

        Document over = jobs().document(TENANT, document).orElseThrow();
        assertThat(over.state()).isEqualTo(State.FAILED);
        assertThat(over.attempt()).isEqualTo(3);
        assertThat(over.failure()).contains(Failure.of(FailureCode.PARSER_CRASHED, "As the test says.", "extraction"));
        assertThat(jobs().find(TENANT, job.id()).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(sent(job)).hasSize(3);
    }

    @Test
    void keepsWhatIsDoneWhenTheRestIsCancelled() {
        NewJob job = aJob().of("a", "b").build();
        jobs().accept(job);
        new ResultRecorder(documents()).store(List.of(summary(job, 0)));

        assertThat(jobs().cancel(TENANT, job.id())).isTrue();
        assertThat(jobs().find(TENANT, job.id()).orElseThrow().state()).isEqualTo(State.CANCELLING);
        assertThat(documents().cancelling()).contains(job.id());
        new JobCanceller(documents()).stop(job.id(), StopReason.CANCEL);
        new ResultRecorder(documents()).store(List.of(summary(job, 1)));

        Job over = jobs().find(TENANT, job.id()).orElseThrow();
        assertThat(over.state()).isEqualTo(State.CANCELLED);
        assertThat(over.finished(State.SUCCEEDED)).isEqualTo(1);
        assertThat(over.finished(State.CANCELLED)).isEqualTo(1);
        assertThat(over.finishedAt()).isNotNull();
        assertThat(results().summary(TENANT, job.documents().get(0).id())).isPresent();
        assertThat(results().summary(TENANT, job.documents().get(1).id())).isEmpty();
        assertThat(jobs().cancel(TENANT, job.id())).isFalse();
    }

    @Test
    void countsEachDocumentOnceWhenCancelAndResultsRace() {
        for (int round = 0; round < 10; round++) {
            String[] names = IntStream.range(0, 30).mapToObj(String::valueOf).toArray(String[]::new);
            NewJob job = aJob().of(names).build();
            jobs().accept(job);
            List<CompletableFuture<Void>> racing = new ArrayList<>();
            for (int from = 0; from < 30; from += 10) {
                List<TaskCompleted> batch = IntStream.range(from, from + 10)
                        .mapToObj(i -> summary(job, i))
                        .toList();
                racing.add(CompletableFuture.runAsync(() -> new ResultRecorder(documents()).store(batch)));
            }
            racing.add(CompletableFuture.runAsync(() -> {
                jobs().cancel(TENANT, job.id());
                new JobCanceller(documents()).stop(job.id(), StopReason.CANCEL);
            }));
            CompletableFuture.allOf(racing.toArray(CompletableFuture[]::new)).join();

            Job over = jobs().find(TENANT, job.id()).orElseThrow();
            assertThat(over.state().isTerminal()).isTrue();
            assertThat(over.finished(State.SUCCEEDED) + over.finished(State.CANCELLED))
                    .isEqualTo(30);
            long results = job.documents().stream()
                    .filter(document -> results().summary(TENANT, document.id()).isPresent())
                    .count();
            assertThat(results).isEqualTo(over.finished(State.SUCCEEDED));
        }
    }

    @Test
    void retriesTheFailedTasksOfAJobAndKeepsItsResults() {
        NewJob job = aJob().of("a", "b")
                .wanting(new TaskSpec.Summarize(1), new TaskSpec.Translate("de"))
                .build();
        jobs().accept(job);
        ResultRecorder results = new ResultRecorder(documents());
        FailureHandler failures = new FailureHandler(documents(), POLICY, new Random(1));
        results.store(List.of(summary(job, 0), summary(job, 1), translation(job, 1, 0, 1)));
        failures.store(List.of(failed(job, 0, 1, FailureCode.DOC_CORRUPT)));
        assertThat(jobs().find(TENANT, job.id()).orElseThrow().state()).isEqualTo(State.PARTIAL);
        sent(job);

        int reopened = documents().reopen(job.id(), (finished, tasks) -> finished.retriedOnRequest(failed -> true));

        assertThat(reopened).isEqualTo(1);
        Job open = jobs().find(TENANT, job.id()).orElseThrow();
        assertThat(open.state()).isEqualTo(State.RUNNING);
        assertThat(open.finishedAt()).isNull();
        assertThat(open.finished(State.SUCCEEDED)).isEqualTo(1);
        assertThat(open.finished(State.PARTIAL)).isZero();
        assertThat(open.progress().tasksDone()).isEqualTo(3);
        assertThat(sent(job)).singleElement().satisfies(event -> {
            assertThat(event.getDocument().getAttempt()).isEqualTo(2);
            assertThat(event.getTasksList()).singleElement().matches(task -> task.hasTranslate());
        });
        results.store(List.of(translation(job, 0, 0, 1)));
        Job done = jobs().find(TENANT, job.id()).orElseThrow();
        assertThat(done.state()).isEqualTo(State.SUCCEEDED);
        assertThat(done.progress().fraction()).isEqualTo(1);
        assertThat(documents().reopen(job.id(), (finished, tasks) -> finished.retriedOnRequest(failed -> true)))
                .as("a job without failures")
                .isZero();
    }

    @Test
    void findsTheJobsThatHaveAFailureAndRetriesItsTasksAlone() {
        String tenant = "tenant-" + UUID.randomUUID();
        NewJob job = aJob().from(tenant)
                .of("a", "b")
                .wanting(new TaskSpec.Summarize(1), new TaskSpec.Translate("de"))
                .build();
        NewJob other = aJob().from(tenant).of("c").build();
        jobs().accept(job);
        jobs().accept(other);
        FailureHandler failures = new FailureHandler(documents(), POLICY, new Random(1));
        failures.store(List.of(failed(job, 0, 1, FailureCode.DOC_CORRUPT), failed(job, 1, 1, FailureCode.EMPTY_TEXT)));
        failures.store(List.of(failed(other, 0, 1, FailureCode.EMPTY_TEXT)));
        FailureFilter corrupt = new FailureFilter(Set.of("DOC_CORRUPT"), Set.of("translate:de"));

        assertThat(documents().withFailures(tenant, corrupt, Instant.EPOCH)).containsExactly(job.id());
        assertThat(documents().withFailures(tenant, corrupt, Instant.now().plusSeconds(60)))
                .isEmpty();
        assertThat(documents().withFailures("other", corrupt, Instant.EPOCH)).doesNotContain(job.id());
        assertThat(jobs().failures(tenant))
                .extracting(FailureCount::code, FailureCount::documents, FailureCount::jobs)
                .containsExactly(tuple("EMPTY_TEXT", 2L, 2L), tuple("DOC_CORRUPT", 1L, 1L));
        sent(job);

        int reopened = documents()
                .reopen(
                        job.id(),
                        (finished, tasks) -> finished.retriedOnRequest(
                                failed -> corrupt.matches(tasks.get(failed.id()), failed.cause())));

        assertThat(reopened).isEqualTo(1);
        assertThat(sent(job))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getTasksList()).singleElement().matches(task -> task.hasTranslate()));
        assertThat(jobs().documents(
                                tenant,
                                job.id(),
                                new DocumentFilter(Set.of(), null, null, Set.of("EMPTY_TEXT")),
                                0,
                                10))
                .extracting(Document::fileName)
                .containsExactly("b");
    }

    @Test
    void addsTasksToTheDocumentsOfAFinishedJobAllOrNothing() {
        NewJob job = aJob().of("a", "b").wanting(new TaskSpec.Summarize(1)).build();
        jobs().accept(job);
        ResultRecorder results = new ResultRecorder(documents());
        List<TaskSpec> german = List.of(new TaskSpec.Translate("de"));
        results.store(List.of(summary(job, 0)));
        sent(job);
        assertThatExceptionOfType(FailureException.class)
                .as("the job is open")
                .isThrownBy(() -> documents().add(job.id(), german, JobStoreContract::taskId))
                .matches(failure -> failure.code() == FailureCode.NOT_RETRYABLE);
        assertThat(sent(job)).isEmpty();
        results.store(List.of(summary(job, 1)));
        assertThat(jobs().find(TENANT, job.id()).orElseThrow().state()).isEqualTo(State.SUCCEEDED);

        documents().add(job.id(), german, JobStoreContract::taskId);

        Job open = jobs().find(TENANT, job.id()).orElseThrow();
        assertThat(open.state()).isEqualTo(State.RUNNING);
        assertThat(open.finished()).isEmpty();
        assertThat(open.progress().tasks()).isEqualTo(4);
        assertThat(open.progress().tasksDone()).isEqualTo(2);
        List<DocumentReceived> events = sent(job);
        assertThat(events).hasSize(2).allSatisfy(event -> {
            assertThat(event.getDocument().getAttempt()).isEqualTo(2);
            assertThat(event.getTasksList()).singleElement().matches(task -> task.hasTranslate());
        });
        assertThatExceptionOfType(FailureException.class)
                .as("it has the task")
                .isThrownBy(() -> {
                    results.store(events.stream()
                            .map(event -> translation(
                                    event.getDocument(), event.getTasks(0).getTaskId()))
                            .toList());
                    documents().add(job.id(), german, JobStoreContract::taskId);
                })
                .matches(failure -> failure.code() == FailureCode.BAD_REQUEST);
        Job done = jobs().find(TENANT, job.id()).orElseThrow();
        assertThat(done.state()).isEqualTo(State.SUCCEEDED);
        assertThat(done.finished(State.SUCCEEDED)).isEqualTo(2);
        assertThat(done.progress().fraction()).isEqualTo(1);
        assertThat(results().translations(TENANT, job.documents().getFirst().id()))
                .hasSize(1);
        assertThat(results().summary(TENANT, job.documents().getFirst().id())).isPresent();
    }

    @Test
    void erasesAllOfAFinishedJobAndKeepsTheProof() {
        String key = UUID.randomUUID().toString();
        NewJob job = aJob().of("a", "b")
                .wanting(new TaskSpec.Summarize(1))
                .keyed(key, "same")
                .build();
        jobs().accept(job);
        ResultRecorder results = new ResultRecorder(documents());
        results.store(List.of(summary(job, 0)));
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> erasures().erase(TENANT, job.id(), Erasure.Reason.REQUEST, UUID.randomUUID()))
                .matches(failure -> failure.code() == FailureCode.JOB_OPEN);
        results.store(List.of(summary(job, 1)));
        assertThat(erasures().erase("other", job.id(), Erasure.Reason.REQUEST, UUID.randomUUID()))
                .isEmpty();

        Erasure proof = erasures()
                .erase(TENANT, job.id(), Erasure.Reason.REQUEST, UUID.randomUUID())
                .orElseThrow();

        assertThat(proof.documents()).isEqualTo(2);
        assertThat(proof.tasks()).isEqualTo(2);
        assertThat(proof.results()).isEqualTo(2);
        assertThat(proof.bytes()).isEqualTo(2);
        assertThat(erasures().list(TENANT, Optional.empty(), 1_000)).contains(proof);
        assertThat(jobs().find(TENANT, job.id())).isEmpty();
        job.documents().forEach(document -> {
            assertThat(jobs().document(TENANT, document.id())).isEmpty();
            assertThat(results().summary(TENANT, document.id())).isEmpty();
        });
        assertThat(sent(job)).as("events that wait").isEmpty();
        assertThat(events().after(JobEvent.Position.START, TENANT, Optional.of(job.id()), 10))
                .isEmpty();
        assertThat(erasures().erase(TENANT, job.id(), Erasure.Reason.REQUEST, UUID.randomUUID()))
                .isEmpty();
        results.store(List.of(summary(job, 0)));
        assertThat(results().summary(TENANT, job.documents().getFirst().id()))
                .as("a result that comes late")
                .isEmpty();
        NewJob again = aJob().of("c").keyed(key, "other").build();
        assertThat(jobs().accept(again)).as("the key is free").isEqualTo(again.id());
    }

    @Test
    void findsTheJobsThatFinishedBeforeATime() {
        NewJob job = aJob().of("a").wanting(new TaskSpec.Summarize(1)).build();
        NewJob open = aJob().of("b").build();
        jobs().accept(job);
        jobs().accept(open);
        new ResultRecorder(documents()).store(List.of(summary(job, 0)));

        assertThat(erasures().finishedBefore(Instant.now().plusSeconds(60), 10_000))
                .extracting(ErasureStore.Finished::job)
                .contains(job.id())
                .doesNotContain(open.id());
        assertThat(erasures().finishedBefore(Instant.now().minusSeconds(60), 10_000))
                .extracting(ErasureStore.Finished::job)
                .doesNotContain(job.id());
    }

    @Test
    void givesEveryEventOnceToAReaderWhileManyWrite() {
        String tenant = "tenant-" + UUID.randomUUID();
        List<CompletableFuture<Void>> writers = IntStream.range(0, 8)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 20; i++) {
                        jobs().accept(aJob().from(tenant).of("a").build());
                    }
                }))
                .toList();
        List<JobEvent> read = new ArrayList<>();
        JobEvent.Position last = JobEvent.Position.START;
        boolean written;
        do {
            written = writers.stream().allMatch(CompletableFuture::isDone);
            List<JobEvent> next = events().after(last, tenant, Optional.empty(), 7);
            read.addAll(next);
            last = next.isEmpty() ? last : next.getLast().position();
        } while (!written || read.size() < 160);

        assertThat(read).extracting(JobEvent::job).doesNotHaveDuplicates().hasSize(160);
        assertThat(events().after(last, tenant, Optional.empty(), 7)).isEmpty();
    }

    private static TaskId taskId() {
        return new TaskId(UUID.randomUUID());
    }

    private static TaskCompleted translation(DocumentRef document, String task) {
        return TaskCompleted.newBuilder()
                .setDocument(document)
                .setTaskId(task)
                .setPartCount(1)
                .setTranslation(Translation.newBuilder().setTargetLanguage("de"))
                .build();
    }

    @Test
    void storesTheMediaTypeWithTheFirstResult() {
        NewJob job = aJob().of("a").build();
        jobs().accept(job);
        TaskCompleted result = summary(job, 0);

        new ResultRecorder(documents())
                .store(List.of(result.toBuilder()
                        .setDocument(result.getDocument().toBuilder().setMediaType("application/pdf"))
                        .build()));

        assertThat(jobs().document(TENANT, job.documents().getFirst().id()).orElseThrow())
                .satisfies(document -> {
                    assertThat(document.state()).isEqualTo(State.SUCCEEDED);
                    assertThat(document.mediaType()).isEqualTo("application/pdf");
                    assertThat(document.language()).isEqualTo("en");
                });
    }

    @Test
    void knowsWhichDigestsDocumentsHave() {
        NewJob job = aJob().of("referenced-" + UUID.randomUUID()).build();
        jobs().accept(job);
        Sha256 known = job.documents().getFirst().blob().digest();
        Sha256 unknown = Sha256.of("of nothing".getBytes(StandardCharsets.UTF_8));

        assertThat(jobs().referenced(Set.of(known, unknown))).containsExactly(known);
    }

    @Test
    void findsWhatMadeNoProgress() {
        NewJob job = aJob().of("a").build();
        jobs().accept(job);
        DocumentId document = job.documents().getFirst().id();

        OpenDocuments.Stalled stalled = new OpenDocuments.Stalled(document, 1);

        assertThat(documents().stalled(Duration.ZERO, Instant.EPOCH, 10_000))
                .as("what waits in the outbox is not lost")
                .doesNotContain(stalled);
        sent(job);
        assertThat(documents().stalled(Duration.ZERO, Instant.EPOCH, 10_000)).contains(stalled);
        assertThat(documents().stalled(Duration.ofHours(1), Instant.EPOCH, 10_000))
                .doesNotContain(stalled);
    }

    @Test
    void aStalledDocumentIsGivenUpAfterItsLastAttempt() {
        NewJob job = aJob().of("a").build();
        jobs().accept(job);
        DocumentId document = job.documents().getFirst().id();

        for (int i = 0; i < POLICY.attempts() + 1; i++) {
            documents().change(List.of(document), (state, now) -> Change.to(state.stalled(POLICY)));
        }

        assertThat(jobs().document(TENANT, document).orElseThrow().failure())
                .map(Failure::code)
                .contains("NO_PROGRESS");
        assertThat(sent(job)).hasSize(3);
    }

    @Test
    void losesAndDoublesNoEventBetweenManyWritersAndTwoRelays() {
        int writers = 8;
        int jobsEach = 25;
        Set<String> expected = ConcurrentHashMap.newKeySet();
        List<String> published = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            running.add(CompletableFuture.runAsync(() -> IntStream.range(0, jobsEach)
                    .forEach(i -> {
                        NewJob job = aJob().of("a", "b").build();
                        jobs().accept(job);
                        job.documents()
                                .forEach(document -> expected.add(document.id().toString()));
                    })));
        }
        CompletableFuture<Void> allWritten = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
        List<CompletableFuture<Void>> relays = IntStream.range(0, 2)
                .mapToObj(r -> CompletableFuture.runAsync(() -> {
                    boolean last;
                    int count;
                    do {
                        last = allWritten.isDone();
                        count = outbox().send(
                                        7,
                                        entries -> entries.forEach(entry -> published.add(
                                                entry.event().getDocument().getDocumentId())));
                    } while (!last || count > 0);
                }))
                .toList();
        CompletableFuture.allOf(relays.toArray(CompletableFuture[]::new)).join();
        outbox().send(
                        10_000,
                        entries -> entries.forEach(entry ->
                                published.add(entry.event().getDocument().getDocumentId())));

        assertThat(published)
                .filteredOn(expected::contains)
                .hasSize(writers * jobsEach * 2)
                .doesNotHaveDuplicates();
    }

    @Test
    void keepsAnEventWhoseSendingFailed() {
        NewJob job = aJob().of("a").build();
        jobs().accept(job);

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> outbox().send(10_000, entries -> {
                    throw new FailureException(FailureCode.DEPENDENCY_UNAVAILABLE, "No broker.");
                }));

        assertThat(outbox().backlog().events()).isPositive();
        assertThat(sent(job)).hasSize(1);
    }

    @Test
    void sumsUpWhatTheResultsOfAJobAndOfADocumentTook() {
        NewJob job = aJob().of("a", "b")
                .wanting(new TaskSpec.Summarize(3), new TaskSpec.Translate("de"), new TaskSpec.Classify("sentiment"))
                .build();
        jobs().accept(job);
        DocumentId first = job.documents().getFirst().id();
        assertThat(usage().ofJob(job.id())).isEmpty();

        // A second time: an event that is delivered again takes nothing.
        for (int time = 0; time < 2; time++) {
            new ResultRecorder(documents())
                    .store(List.of(
                            summary(job, 0),
                            translation(job, 0, 0, 2),
                            translation(job, 0, 1, 2),
                            classification(job, 0),
                            classification(job, 1)));
        }

        assertThat(usage().ofJob(job.id()))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("characters")
                .containsExactly(
                        new TaskUsage("classify:sentiment", 2, 0, 0, 20, 10, micros(200)),
                        new TaskUsage("summarize", 1, 1, 0, 10, 5, micros(100)),
                        new TaskUsage("translate:de", 1, 2, 0, 20, 10, micros(200)));
        assertThat(usage().ofJob(job.id()))
                .extracting(task -> task.characters() > 0)
                .containsExactly(false, true, true);
        assertThat(usage().ofDocument(first))
                .extracting(TaskUsage::task, TaskUsage::documents, TaskUsage::inputTokens)
                .containsExactly(
                        tuple("classify:sentiment", 1L, 10L),
                        tuple("summarize", 1L, 10L),
                        tuple("translate:de", 1L, 20L));
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    @Test
    void staysAsItIsWhenTheDecisionFails() {
        NewJob job = aJob().of("a").build();
        jobs().accept(job);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> documents()
                        .change(List.of(job.documents().getFirst().id()), (state, now) -> {
                            throw new IllegalStateException("As the test says.");
                        }));

        assertThat(jobs().document(TENANT, job.documents().getFirst().id()).map(Document::state))
                .contains(State.QUEUED);
    }

    private List<DocumentReceived> sent(NewJob job) {
        List<DocumentReceived> events = new ArrayList<>();
        outbox().send(100_000, entries -> entries.forEach(entry -> events.add(entry.event())));
        return events.stream()
                .filter(event -> event.getDocument().getJobId().equals(job.id().toString()))
                .toList();
    }

    private static TaskCompleted summary(NewJob job, int document) {
        return completed(job, document, TaskSpec.Summarize.class, 0, 1)
                .setSummary(Summary.newBuilder()
                        .addSentences(SummarySentence.newBuilder()
                                .setText("A sentence with \"quotes\" and a \0.")
                                .addSegmentIds("0.1")))
                .build();
    }

    private static TaskCompleted translation(NewJob job, int document, int part, int partCount) {
        return completed(job, document, TaskSpec.Translate.class, part, partCount)
                .setTranslation(Translation.newBuilder()
                        .setTargetLanguage("de")
                        .addAllPath(List.of("en", "de"))
                        .addSegments(TranslatedSegment.newBuilder()
                                .setSegmentId(part + ".0")
                                .setSource("Part " + part + ".")
                                .setTarget("Teil " + part + ".")
                                .setSeparator(" ")
                                .addFlags(TranslationFlag.TRANSLATION_FLAG_NUMBERS)))
                .build();
    }

    private static TaskCompleted classification(NewJob job, int document) {
        return completed(job, document, TaskSpec.Classify.class, 0, 1)
                .setClassification(Classification.newBuilder()
                        .setLabelSet("sentiment")
                        .setLabel("positive")
                        .addScores(LabelScore.newBuilder().setLabel("positive").setScore(0.75f))
                        .addScores(LabelScore.newBuilder().setLabel("negative").setScore(0.25f)))
                .build();
    }

    private static TaskCompleted.Builder completed(
            NewJob job, int document, Class<? extends TaskSpec> kind, int part, int partCount) {
        List<TaskSpec> wanted = job.wanted().tasks();
        int index = IntStream.range(0, wanted.size())
                .filter(i -> kind.isInstance(wanted.get(i)))
                .findFirst()
                .orElseThrow();
        TaskId task = job.documents().get(document).tasks().get(index);
        return TaskCompleted.newBuilder()
                .setDocument(ref(job, document, 1))
                .setTaskId(task.toString())
                .setPartIndex(part)
                .setPartCount(partCount)
                .setLanguage("en")
                .setProvenance(Provenance.newBuilder()
                        .addModels("tiny \"sentiment\"")
                        .addModelDigests("00ff")
                        .setSoftwareVersion("test")
                        .setInputTokens(10)
                        .setOutputTokens(5)
                        .setModelMicros(100));
    }

    private static DocumentFailed failed(NewJob job, int document, int attempt, FailureCode code) {
        return DocumentFailed.newBuilder()
                .setDocument(ref(job, document, attempt))
                .setStage("extraction")
                .setCode(code.name())
                .setReason("As the test says.")
                .setRetryable(code.retryable())
                .build();
    }

    private static DocumentRef ref(NewJob job, int document, int attempt) {
        return DocumentRef.newBuilder()
                .setTenantId(job.tenant())
                .setJobId(job.id().toString())
                .setDocumentId(job.documents().get(document).id().toString())
                .setAttempt(attempt)
                .build();
    }
}
