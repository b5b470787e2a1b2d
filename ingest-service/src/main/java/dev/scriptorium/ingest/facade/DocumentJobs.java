package dev.scriptorium.ingest.facade;

import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.facade.RequestReader.UploadedFile;
import dev.scriptorium.ingest.file.TranslatedFile;
import dev.scriptorium.ingest.file.TranslatedFileQueries;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.job.DocumentFilter;
import dev.scriptorium.ingest.job.Lane;
import dev.scriptorium.ingest.jobs.JobQueries;
import dev.scriptorium.ingest.submission.JobSubmission;
import dev.scriptorium.ingest.submission.JobSubmissions;
import dev.scriptorium.ingest.submission.RequestedSummary;
import dev.scriptorium.ingest.submission.SubmittedDocument;
import dev.scriptorium.ingest.submission.TaskLimits;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Files that come back in another language, each as a job of one document. Thread-safe. */
@Singleton
public class DocumentJobs {

    private final JobSubmissions submissions;
    private final JobQueries jobs;
    private final TranslatedFileQueries files;
    private final BlobStore blobs;
    private final TaskLimits rules;

    public DocumentJobs(
            JobSubmissions submissions,
            JobQueries jobs,
            TranslatedFileQueries files,
            BlobStore blobs,
            TaskLimits rules) {
        this.submissions = submissions;
        this.jobs = jobs;
        this.files = files;
        this.blobs = blobs;
        this.rules = rules;
    }

    /** Begins an upload. To be closed in any case; without {@link Upload#submit} nothing remains. */
    public Upload begin() {
        return new Upload(submissions.begin(null, null));
    }

    /** A file on its way. For one thread. */
    public final class Upload implements AutoCloseable {

        private final JobSubmission submission;

        private Upload(JobSubmission submission) {
            this.submission = submission;
        }

        public void add(UploadedFile file) {
            submission.add(new SubmittedDocument("", file.name(), file.mediaType(), ""), file.content());
        }

        /**
         * Submits the file to be translated, and returns when that is durable.
         *
         * @param source as the client named it; empty or {@code auto}: to be detected
         */
        public Document submit(String source, String target) {
            JobSubmission.Submitted submitted = submission.submit(rules.check(
                    RequestedSummary.NONE, List.of(), List.of(target), List.of(), source, Lane.INTERACTIVE));
            return jobs.documents(submitted.job().toString(), DocumentFilter.ALL, null, null)
                    .entries()
                    .getFirst();
        }

        @Override
        public void close() {
            submission.close();
        }
    }

    /** Fails with NOT_FOUND where there is none. */
    public Document document(String id) {
        return jobs.document(id);
    }

    /** The translated file for download; fails as {@link TranslatedFileQueries#find} does. */
    public Response download(Document document, String language) {
        TranslatedFile file = files.find(document, rules.language(language));
        return Response.ok(blobs.open(file.sha256()))
                .type(file.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, file.size())
                .header(HttpHeaders.CONTENT_DISPOSITION, file.attachment(document.fileName()))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox")
                .build();
    }
}
