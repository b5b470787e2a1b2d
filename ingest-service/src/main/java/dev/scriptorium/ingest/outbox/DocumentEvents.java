package dev.scriptorium.ingest.outbox;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.ingest.job.Lane;
import dev.scriptorium.ingest.job.TaskSpec;
import dev.scriptorium.proto.document.v1.ClassifyTask;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.SummarizeTask;
import dev.scriptorium.proto.document.v1.SummaryStyle;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.document.v1.TranslateTask;
import dev.scriptorium.proto.event.v1.DocumentReceived;

/**
 * Builds the event that starts an attempt of a document. Only the attempt and the tasks differ between attempts.
 *
 * @param sourceLanguage as said by the client; may be empty
 */
public record DocumentEvents(
        String tenant,
        JobId job,
        DocumentId document,
        Lane lane,
        Sha256 sha256,
        long size,
        String fileName,
        String declaredMediaType,
        String sourceLanguage) {

    /** An attempt's event; its tasks are to be added. */
    public DocumentReceived.Builder event(int attempt) {
        return DocumentReceived.newBuilder()
                .setDocument(DocumentRef.newBuilder()
                        .setTenantId(tenant)
                        .setJobId(job.toString())
                        .setDocumentId(document.toString())
                        .setAttempt(attempt)
                        .setLane(
                                switch (lane) {
                                    case INTERACTIVE -> dev.scriptorium.proto.document.v1.Lane.LANE_INTERACTIVE;
                                    case BULK -> dev.scriptorium.proto.document.v1.Lane.LANE_BULK;
                                }))
                .setBlobSha256(sha256.hex())
                .setSize(size)
                .setFileName(fileName)
                .setDeclaredMediaType(declaredMediaType)
                .setLanguageHint(sourceLanguage);
    }

    public Task task(TaskId id, TaskSpec wanted) {
        Task.Builder task = Task.newBuilder().setTaskId(id.toString());
        switch (wanted) {
            case TaskSpec.Summarize summarize ->
                task.setSummarize(SummarizeTask.newBuilder()
                        .setSentences(summarize.sentences())
                        .setStyle(
                                summarize.model().isEmpty()
                                        ? SummaryStyle.SUMMARY_STYLE_EXTRACTIVE
                                        : SummaryStyle.SUMMARY_STYLE_ABSTRACTIVE)
                        .setModel(summarize.model()));
            case TaskSpec.Translate translate ->
                task.setTranslate(TranslateTask.newBuilder()
                        .setTargetLanguage(translate.target())
                        .setFile(translate.wantsFile())
                        .setSourceLanguage(sourceLanguage));
            case TaskSpec.Classify classify ->
                task.setClassify(ClassifyTask.newBuilder().setLabelSet(classify.target()));
        }
        return task.build();
    }
}
