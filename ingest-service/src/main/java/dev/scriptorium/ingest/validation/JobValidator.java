package dev.scriptorium.ingest.validation;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.blob.FileBlobStore;
import dev.scriptorium.ingest.extraction.DocumentTexts;
import dev.scriptorium.ingest.extraction.DocumentTexts.DocumentText;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.job.TaskSpec;
import dev.scriptorium.ingest.submission.JobSubmission;
import dev.scriptorium.ingest.submission.JobSubmissions;
import dev.scriptorium.ingest.submission.ServedTasks;
import dev.scriptorium.ingest.translation.LanguageDetector;
import dev.scriptorium.ingest.validation.Validation.CheckedDocument;
import dev.scriptorium.ingest.validation.Validation.Missing;
import dev.scriptorium.proto.document.v1.Block;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the documents of a submission as the pipeline would, and drops them: no job, no row, no event, and no bytes in the store of the
 * documents. The calling thread waits for the parsing processes. Thread-safe.
 */
public final class JobValidator {

    /** Enough to tell a language by, and within what the detector takes. */
    private static final int SAMPLE = 8_000;

    private final JobSubmissions submissions;
    private final DocumentTexts texts;
    private final LanguageDetector detector;
    private final ServedTasks served;
    private final TemporaryStores stores;
    private final int mostDocuments;

    JobValidator(
            JobSubmissions submissions,
            DocumentTexts texts,
            LanguageDetector detector,
            ServedTasks served,
            TemporaryStores stores,
            int mostDocuments) {
        this.submissions = submissions;
        this.texts = texts;
        this.detector = detector;
        this.served = served;
        this.stores = stores;
        this.mostDocuments = mostDocuments;
    }

    /**
     * Fails as a submission does that does not have the required form, and where a service that is needed does not answer.
     *
     * @param reader adds the documents of the request, and gives its tasks
     */
    public Validation validate(Function<JobSubmission, RequestedTasks> reader) {
        try (TemporaryStores.Folder folder = stores.create()) {
            BlobStore store = new FileBlobStore(folder.path());
            try (JobSubmission submission = submissions.beginIn(store, mostDocuments)) {
                RequestedTasks tasks = reader.apply(submission);
                List<CheckedDocument> documents = submission.keep().stream()
                        .map(document -> check(store, document, tasks))
                        .toList();
                return new Validation(documents, missing(tasks, documents));
            }
        }
    }

    private CheckedDocument check(BlobStore store, JobSubmission.Kept document, RequestedTasks tasks) {
        Optional<Validation.Text> text = Optional.empty();
        Optional<FailureException> failure = Optional.empty();
        try {
            DocumentText read = texts.read(
                    store, document.document().fileName(), document.document().mediaType(), document.blob());
            String declared = document.document().language().isEmpty()
                    ? tasks.sourceLanguage()
                    : document.document().language();
            text = Optional.of(text(read, declared));
        } catch (FailureException e) {
            if (e.code() == FailureCode.DEPENDENCY_UNAVAILABLE || e.code() == FailureCode.SHUTTING_DOWN) {
                throw e;
            }
            failure = Optional.of(e);
        }
        return new CheckedDocument(
                document.document().customId(),
                document.document().fileName(),
                document.blob().size().toBytes(),
                text,
                failure);
    }

    private Validation.Text text(DocumentText read, String declaredLanguage) {
        TokenEstimate estimate = new TokenEstimate();
        StringBuilder sample = new StringBuilder();
        int page = 0;
        for (Block block : read.blocks()) {
            estimate.add(block.getText());
            page = Math.max(page, block.getPlace().getPage());
            int free = SAMPLE - sample.length();
            if (free > 0 && !block.getBoilerplate()) {
                sample.append(block.getText(), 0, Math.min(free, block.getText().length()))
                        .append('\n');
            }
        }
        return new Validation.Text(
                read.mediaType(),
                page == 0 ? OptionalInt.empty() : OptionalInt.of(page),
                estimate.characters(),
                declaredLanguage.isEmpty() ? detected(sample) : Optional.of(declaredLanguage),
                estimate.tokens(),
                read.unread());
    }

    private Optional<String> detected(StringBuilder sample) {
        int last = sample.length() - 1;
        // Half of a surrogate pair is no text.
        boolean cut = last >= 1 && Character.isHighSurrogate(sample.charAt(last - 1));
        return detector.detect(cut ? sample.substring(0, last - 1) : sample.toString())
                .map(LanguageDetector.DetectedLanguage::language);
    }

    private List<Missing> missing(RequestedTasks tasks, List<CheckedDocument> documents) {
        Set<String> languages = new LinkedHashSet<>();
        documents.stream()
                .flatMap(document -> document.text().stream())
                .forEach(text -> languages.add(text.language().orElse(tasks.sourceLanguage())));
        if (languages.isEmpty()) {
            languages.add(tasks.sourceLanguage());
        }
        List<Missing> missing = new ArrayList<>();
        for (TaskSpec task : tasks.tasks()) {
            for (String language : task instanceof TaskSpec.Translate ? languages : Set.of("")) {
                try {
                    served.require(new RequestedTasks(List.of(task), language, tasks.lane()));
                } catch (FailureException e) {
                    missing.add(new Missing(task.label(), language, e));
                }
            }
        }
        return missing;
    }
}
