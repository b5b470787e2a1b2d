package dev.scriptorium.ingest.grpc;

import com.google.protobuf.Timestamp;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.result.ResultJson;
import dev.scriptorium.ingest.result.StoredJson;
import dev.scriptorium.ingest.result.StoredResult.StoredClassification;
import dev.scriptorium.ingest.result.StoredResult.StoredSummary;
import dev.scriptorium.ingest.result.StoredResult.StoredTranslation;
import dev.scriptorium.proto.document.v1.Place;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.LabelScore;
import dev.scriptorium.proto.inference.v1.SegmentScores;
import dev.scriptorium.proto.ingest.v1.Counts;
import dev.scriptorium.proto.ingest.v1.Document;
import dev.scriptorium.proto.ingest.v1.Failure;
import dev.scriptorium.proto.ingest.v1.Job;
import dev.scriptorium.proto.ingest.v1.TaskStatus;
import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.Translation;
import java.time.Instant;

/** Jobs, documents and results as messages. */
final class ProtoViews {

    private ProtoViews() {}

    static Job job(dev.scriptorium.ingest.job.Job job) {
        Job.Builder view = Job.newBuilder()
                .setJobId(job.id().toString())
                .setState(state(job.state()))
                .setDocuments(Counts.newBuilder()
                        .setTotal(job.documents())
                        .setSucceeded(job.over(State.SUCCEEDED))
                        .setPartial(job.over(State.PARTIAL))
                        .setFailed(job.over(State.FAILED) + job.over(State.REJECTED))
                        .setCancelled(job.over(State.CANCELLED) + job.over(State.EXPIRED)))
                .setProgress(job.progress().fraction())
                .setCreatedAt(timestamp(job.createdAt()));
        if (job.startedAt() != null) {
            view.setStartedAt(timestamp(job.startedAt()));
        }
        if (job.finishedAt() != null) {
            view.setFinishedAt(timestamp(job.finishedAt()));
        }
        return view.build();
    }

    static Document document(dev.scriptorium.ingest.job.Document document) {
        Document.Builder view = Document.newBuilder()
                .setDocumentId(document.id().toString())
                .setJobId(document.job().toString())
                .setState(state(document.state()))
                .setFileName(document.fileName())
                .setSha256(document.sha256().hex())
                .setSize(document.size())
                .setMediaType(document.mediaType() == null ? "" : document.mediaType())
                .setLanguage(document.language() == null ? "" : document.language());
        document.failure().ifPresent(failure -> view.setFailure(failure(failure)));
        document.tasks().forEach(task -> {
            TaskStatus.Builder status = view.addTasksBuilder()
                    .setTaskId(task.id().toString())
                    .setTask(task.wanted().label())
                    .setState(state(task.state()))
                    .setAttempts(document.attempt());
            task.failure().ifPresent(failure -> status.setFailure(failure(failure)));
        });
        return view.build();
    }

    static Summary summary(StoredSummary stored) {
        Summary.Builder summary = Summary.newBuilder();
        for (StoredJson.Sentence sentence : StoredJson.sentences(stored.sentencesJson())) {
            summary.addSentences(SummarySentence.newBuilder()
                    .setText(sentence.text())
                    .addAllSegmentIds(sentence.segments())
                    .setPlace(Place.newBuilder()
                            .setPage(sentence.page())
                            .setPath(sentence.path() == null ? "" : sentence.path()))
                    .setScore(sentence.score()));
        }
        StoredJson.Coverage coverage = StoredJson.coverage(stored.coverageJson());
        return summary.setCoverage(Coverage.newBuilder()
                        .setWindows(coverage.windows())
                        .setWindowsRead(coverage.windowsRead())
                        .setSegments(coverage.segments())
                        .setSegmentsConsidered(coverage.segmentsConsidered()))
                .build();
    }

    static Translation translation(StoredTranslation stored) {
        Translation.Builder translation = Translation.newBuilder()
                .setTargetLanguage(stored.targetLanguage())
                .addAllPath(stored.path());
        for (String part : stored.segmentsJson()) {
            for (StoredJson.Segment segment : StoredJson.segments(part)) {
                translation.addSegments(TranslatedSegment.newBuilder()
                        .setSegmentId(segment.segment())
                        .setSource(segment.source())
                        .setTarget(segment.target())
                        .setSeparator(segment.separator())
                        .addAllFlags(
                                segment.flags().stream().map(ResultJson::flagOf).toList())
                        .setScore(segment.score()));
            }
        }
        return translation.build();
    }

    static Classification classification(StoredClassification stored) {
        Classification.Builder classification = Classification.newBuilder()
                .setLabelSet(stored.labelSet())
                .setLabel(stored.label())
                .setUnsure(stored.unsure());
        StoredJson.scores(stored.scoresJson())
                .forEach((label, score) -> classification.addScores(
                        LabelScore.newBuilder().setLabel(label).setScore(score)));
        for (StoredJson.SegmentScore segment : StoredJson.segmentScores(stored.segmentsJson())) {
            classification.addSegments(
                    SegmentScores.newBuilder().setSegmentId(segment.segment()).addAllValues(segment.scores()));
        }
        return classification.build();
    }

    private static Failure failure(dev.scriptorium.core.lifecycle.Failure failure) {
        return Failure.newBuilder()
                .setCode(failure.code())
                .setReason(failure.reason())
                .setStage(failure.stage())
                .setRetryable(failure.retryable())
                .build();
    }

    private static dev.scriptorium.proto.ingest.v1.State state(State state) {
        return dev.scriptorium.proto.ingest.v1.State.valueOf("STATE_" + state.name());
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
