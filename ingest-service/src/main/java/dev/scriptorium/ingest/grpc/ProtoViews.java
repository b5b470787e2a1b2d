package dev.scriptorium.ingest.grpc;

import com.google.protobuf.Timestamp;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.extraction.DocumentTexts.DocumentText;
import dev.scriptorium.ingest.result.ResultJson;
import dev.scriptorium.ingest.result.StoredResult.StoredClassification;
import dev.scriptorium.ingest.result.StoredResult.StoredSummary;
import dev.scriptorium.ingest.result.StoredResult.StoredTranslation;
import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.document.v1.Place;
import dev.scriptorium.proto.document.v1.SummaryStyle;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.LabelScore;
import dev.scriptorium.proto.inference.v1.SegmentScores;
import dev.scriptorium.proto.ingest.v1.Counts;
import dev.scriptorium.proto.ingest.v1.Document;
import dev.scriptorium.proto.ingest.v1.Failure;
import dev.scriptorium.proto.ingest.v1.GetTextResponse;
import dev.scriptorium.proto.ingest.v1.Job;
import dev.scriptorium.proto.ingest.v1.JobUsage;
import dev.scriptorium.proto.ingest.v1.TaskStatus;
import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.Translation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs, documents and results as messages. */
final class ProtoViews {

    /** Bytes of a message of a stream, but for a block that is larger. */
    private static final int MESSAGE = 1 << 20;

    private ProtoViews() {}

    static Job job(dev.scriptorium.ingest.job.Job job, Instant now) {
        Job.Builder view = Job.newBuilder()
                .setJobId(job.id().toString())
                .setState(state(job.state()))
                .setDocuments(Counts.newBuilder()
                        .setTotal(job.documents())
                        .setSucceeded(job.finished(State.SUCCEEDED))
                        .setPartial(job.finished(State.PARTIAL))
                        .setFailed(job.finished(State.FAILED))
                        .setCancelled(job.finished(State.CANCELLED))
                        .setExpired(job.finished(State.EXPIRED)))
                .setUsage(JobUsage.newBuilder()
                        .setInputTokens(job.usage().inputTokens())
                        .setOutputTokens(job.usage().outputTokens())
                        .setModelMicros(job.usage().modelMicros()))
                .setProgress(job.progress().fraction())
                .setCreatedAt(timestamp(job.createdAt()));
        if (job.startedAt() != null) {
            view.setStartedAt(timestamp(job.startedAt()));
        }
        if (job.cancellingAt() != null) {
            view.setCancellingAt(timestamp(job.cancellingAt()));
        }
        if (job.finishedAt() != null) {
            view.setFinishedAt(timestamp(job.finishedAt()));
        }
        job.rerunOf().ifPresent(of -> view.setRerunOf(of.toString()));
        job.expectedEnd(now).ifPresent(end -> view.setExpectedEnd(timestamp(end)));
        return view.build();
    }

    static Document document(dev.scriptorium.ingest.job.Document document) {
        Document.Builder view = Document.newBuilder()
                .setDocumentId(document.id().toString())
                .setJobId(document.job().toString())
                .setState(state(document.state()))
                .setCustomId(document.customId())
                .setFileName(document.fileName())
                .setSha256(document.sha256().hex())
                .setSize(document.size())
                .setMediaType(document.mediaType() == null ? "" : document.mediaType())
                .setLanguage(document.language() == null ? "" : document.language());
        view.addAllUnread(document.unread())
                .setAttempt(document.attempt())
                .setCreatedAt(timestamp(document.createdAt()));
        if (document.nextAttemptAt() != null) {
            view.setNextAttemptAt(timestamp(document.nextAttemptAt()));
        }
        if (document.startedAt() != null) {
            view.setStartedAt(timestamp(document.startedAt()));
        }
        if (document.finishedAt() != null) {
            view.setFinishedAt(timestamp(document.finishedAt()));
        }
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

    /** In messages that no client has to allow for: the first one has the media type, and perhaps no block. */
    static List<GetTextResponse> text(DocumentText text) {
        List<GetTextResponse> messages = new ArrayList<>();
        GetTextResponse.Builder message =
                GetTextResponse.newBuilder().setMediaType(text.mediaType()).addAllUnread(text.unread());
        int size = 0;
        for (Block block : text.blocks()) {
            size += block.getSerializedSize();
            if (size > MESSAGE && message.getBlocksCount() > 0) {
                messages.add(message.build());
                message = GetTextResponse.newBuilder();
                size = block.getSerializedSize();
            }
            message.addBlocks(block);
        }
        messages.add(message.build());
        return messages;
    }

    static Summary summary(StoredSummary stored) {
        Summary.Builder summary = Summary.newBuilder();
        for (ResultJson.Sentence sentence : ResultJson.sentences(stored.sentencesJson())) {
            summary.addSentences(SummarySentence.newBuilder()
                    .setText(sentence.text())
                    .addAllSegmentIds(sentence.segments())
                    .setPlace(Place.newBuilder()
                            .setPage(sentence.page() == null ? 0 : sentence.page())
                            .setPath(sentence.path() == null ? "" : sentence.path()))
                    .setScore(sentence.score())
                    .setSupport(sentence.support() == null ? 0 : sentence.support())
                    .setUnsupported(sentence.unsupported() != null && sentence.unsupported()));
        }
        ResultJson.Coverage coverage = ResultJson.coverage(stored.coverageJson());
        return summary.setCoverage(Coverage.newBuilder()
                        .setWindows(coverage.windows())
                        .setWindowsRead(coverage.windowsRead())
                        .setSegments(coverage.segments())
                        .setSegmentsConsidered(coverage.segmentsConsidered())
                        .setSegmentsBoilerplate(coverage.segmentsBoilerplate())
                        .setSegmentsRepeated(coverage.segmentsRepeated())
                        .setSegmentsUnread(numberOf(coverage.segmentsUnread()))
                        .setTextsTruncated(numberOf(coverage.textsTruncated()))
                        .setLevels(numberOf(coverage.levels()))
                        .setSentencesLeftOut(numberOf(coverage.sentencesLeftOut())))
                .setStyle(
                        stored.style().equals(ResultJson.ABSTRACTIVE)
                                ? SummaryStyle.SUMMARY_STYLE_ABSTRACTIVE
                                : SummaryStyle.SUMMARY_STYLE_EXTRACTIVE)
                .setShortfall(ResultJson.shortfallOf(stored.shortfall()))
                .build();
    }

    private static int numberOf(@Nullable Integer stored) {
        return stored == null ? 0 : stored;
    }

    static Translation translation(StoredTranslation stored) {
        Translation.Builder translation = Translation.newBuilder()
                .setTargetLanguage(stored.targetLanguage())
                .addAllPath(stored.path());
        int toReview = 0;
        for (String part : stored.segmentsJson()) {
            for (ResultJson.Segment segment : ResultJson.segments(part)) {
                toReview += segment.needsReview() ? 1 : 0;
                translation.addSegments(TranslatedSegment.newBuilder()
                        .setSegmentId(segment.segment())
                        .setSource(segment.source())
                        .setTarget(segment.target())
                        .setSeparator(segment.separator())
                        .addAllFlags(
                                segment.flags().stream().map(ResultJson::flagOf).toList())
                        .setScore(segment.score())
                        .setMatch(ResultJson.matchOf(segment.match()))
                        .setOrigin(ResultJson.originOf(segment.origin()))
                        .setAlignment(segment.alignment()));
            }
        }
        return translation.setSegmentsToReview(toReview).build();
    }

    static Classification classification(StoredClassification stored) {
        Classification.Builder classification = Classification.newBuilder()
                .setLabelSet(stored.labelSet())
                .setLabel(stored.label())
                .setUnsure(stored.unsure());
        ResultJson.scores(stored.scoresJson())
                .forEach((label, score) -> classification.addScores(
                        LabelScore.newBuilder().setLabel(label).setScore(score)));
        for (ResultJson.SegmentScore segment : ResultJson.segmentScores(stored.segmentsJson())) {
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

    /** Fails with {@code BAD_REQUEST} on what is no state. */
    static Set<State> states(List<dev.scriptorium.proto.ingest.v1.State> given) {
        Set<State> states = EnumSet.noneOf(State.class);
        for (dev.scriptorium.proto.ingest.v1.State state : given) {
            states.add(Arrays.stream(State.values())
                    .filter(known -> state(known) == state)
                    .findFirst()
                    .orElseThrow(() -> new FailureException(
                            FailureCode.BAD_REQUEST, "states must have states of jobs and documents only.")));
        }
        return states;
    }

    static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
