package dev.scriptorium.ingest.file;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.job.DocumentFilter;
import dev.scriptorium.ingest.jobs.JobQueries;
import dev.scriptorium.ingest.jobs.Page;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Finds translated files. Thread-safe. */
@Singleton
public class TranslatedFileQueries {

    private final FileBuilds files;
    private final JobQueries jobs;

    public TranslatedFileQueries(FileBuilds files, JobQueries jobs) {
        this.files = files;
        this.jobs = jobs;
    }

    /** A file and its name, which may be a path. */
    public record Named(String name, TranslatedFile file) {}

    public Document document(String id) {
        return jobs.document(id);
    }

    /** Fails with {@code RESULT_PENDING} while it is not made, and with NOT_FOUND where none is wanted or its task failed. */
    public TranslatedFile find(Document document, String language) {
        return files.find(document.id(), language).orElseThrow(() -> absent(document, "translate:" + language));
    }

    private static FailureException absent(Document document, String label) {
        Document.TaskStatus task = document.tasks().stream()
                .filter(status ->
                        status.wanted().label().equals(label) && status.wanted().wantsFile())
                .findFirst()
                .orElseThrow(() -> new FailureException(
                        FailureCode.NOT_FOUND,
                        "The job of this document did not request " + label + " with output file."));
        if (!task.state().isTerminal()) {
            return new FailureException(
                    FailureCode.RESULT_PENDING, "The task " + label + " is " + task.state() + "; ask again later.");
        }
        return new FailureException(
                FailureCode.NOT_FOUND,
                "The task " + label + " has no file: it is " + task.state()
                        + task.failure()
                                .map(failure -> ", " + failure.code() + ": " + failure.reason())
                                .orElse("."));
    }

    /** All files of a job, in the order of its documents; read page by page. */
    public Iterator<Named> ofJob(String job) {
        jobs.get(job);
        return new Files(job);
    }

    private final class Files implements Iterator<Named> {

        private final String job;
        private final Deque<Named> read = new ArrayDeque<>();
        private @Nullable String token;
        private boolean more = true;

        Files(String job) {
            this.job = job;
        }

        @Override
        public boolean hasNext() {
            while (read.isEmpty() && more) {
                Page<Document> page = jobs.documents(job, DocumentFilter.ALL, null, token);
                token = page.next().orElse(null);
                more = token != null;
                List<DocumentId> ids = page.entries().stream().map(Document::id).toList();
                List<TranslatedFile> found = files.find(ids);
                for (Document document : page.entries()) {
                    found.stream()
                            .filter(file -> file.document().equals(document.id()))
                            .map(file ->
                                    new Named(TranslatedFile.name(document.fileName(), file.targetLanguage()), file))
                            .forEach(read::add);
                }
            }
            return !read.isEmpty();
        }

        @Override
        public Named next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return read.remove();
        }
    }
}
