package dev.scriptorium.ingest.file;

import dev.scriptorium.core.document.DocumentId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The files that are to be made, and those that are made. Safe for use by many threads and processes. */
public interface FileBuilds {

    /**
     * Gives a file whose time has come to the work, to no other worker meanwhile, and stores what the work says. The attempt is
     * counted before the work begins. When this process ends in the middle, the file is free for others at once.
     *
     * @return the outcome; empty where no file is to be made
     */
    Optional<Outcome> work(Function<FileBuild, Outcome> work);

    /** The file of a document in a language. */
    Optional<TranslatedFile> find(DocumentId document, String targetLanguage);

    /** The files of several documents. */
    List<TranslatedFile> find(List<DocumentId> documents);

    /** What came of an attempt. */
    sealed interface Outcome {

        FileBuild build();

        /** The file is stored. */
        record Made(FileBuild build, TranslatedFile file) implements Outcome {}

        /** Another attempt may help, after some time. */
        record Again(FileBuild build, Duration after) implements Outcome {}

        /** The task has failed. */
        record GivenUp(FileBuild build) implements Outcome {}
    }
}
