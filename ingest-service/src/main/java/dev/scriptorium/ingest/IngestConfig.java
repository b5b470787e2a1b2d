package dev.scriptorium.ingest;

import dev.scriptorium.core.quantity.DataSize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of ingest-service. */
@ConfigMapping(prefix = "scriptorium.ingest")
public interface IngestConfig {

    /** The folder of the documents, unless they are kept in a bucket. All instances of the service share it. */
    @WithDefault("data/blobs")
    Path blobDirectory();

    /** An object store for the documents, in place of a folder. */
    S3 s3();

    /** The tenant of requests, until a token says it. */
    @WithDefault("default")
    String tenant();

    /** How long a document may be without progress before it is sent on its way again; doubled for each attempt. */
    @WithDefault("5M")
    Duration lease();

    /** How long a job may take; what is not done then ends EXPIRED. */
    @WithDefault("7D")
    Duration jobExpiry();

    /** How long a finished job is kept, such as 30D; then it is erased. By default for good. */
    Optional<Duration> keepJobs();

    /** How often overdue documents are looked for. */
    @WithDefault("2S")
    Duration reconcileEvery();

    /** The deadline of a call that waits for its answer, such as POST /v1/translate. */
    @WithDefault("30S")
    Duration callDeadline();

    /** How long the training of a label set may take. */
    @WithDefault("30M")
    Duration trainingDeadline();

    /** What a request may ask for. */
    Limits limits();

    /** Who may call, and how large and slow a request may be. */
    Http http();

    /** The disk of the documents. */
    Storage storage();

    /** Events on their way to Kafka. */
    Outbox outbox();

    /** What clients are told of jobs as it happens. */
    Events events();

    /** How documents are tried again. */
    Retry retry();

    /** Results on their way to Postgres. */
    Results results();

    /** What a request may ask for. */
    interface Limits {

        /** The size of one document. */
        @WithDefault("40MiB")
        DataSize document();

        /** The size of all documents of a job. */
        @WithDefault("5GiB")
        DataSize job();

        /** Documents of a job. */
        @WithDefault("10000")
        @Min(1)
        int documents();

        /** Documents of a submission with validateOnly: they are read while the client waits. */
        @WithDefault("100")
        @Min(1)
        int validatedDocuments();

        /** Languages that a document is translated to. */
        @WithDefault("10")
        @Min(1)
        int targets();

        /** Label sets that a document is classified by. */
        @WithDefault("10")
        @Min(1)
        int labelSets();

        /** Sentences of a summary. */
        @WithDefault("100")
        @Min(1)
        int sentences();

        /** Texts of a call that waits for its answer. */
        @WithDefault("64")
        @Min(1)
        @Max(64)
        int texts();

        /** The size of each such text in UTF-8. */
        @WithDefault("64KiB")
        DataSize text();

        /** The size of all texts of such a call in UTF-8: what is longer cannot be answered within the call's deadline. */
        @WithDefault("64KiB")
        DataSize textsTogether();

        /** The characters of a document that comes as text in JSON. A longer one is sent as a file. */
        @WithDefault("10000000")
        @Min(1)
        int jsonText();

        /** The characters of a document's name and of its media type. */
        @WithDefault("1000")
        @Min(1)
        int name();

        /** Files and folders of an archive. */
        @WithDefault("20000")
        @Min(1)
        int archiveEntries();

        /** Folders above a file of an archive. */
        @WithDefault("32")
        @Min(0)
        int archiveDepth();

        /** How many times its size an archive may expand to; the first 16 MiB are free. */
        @WithDefault("100")
        @Min(1)
        int archiveRatio();

        /** How deep a JSON request may be nested. */
        @WithDefault("16")
        @Min(4)
        int jsonDepth();

        /** The size of the examples that a label set is trained on. */
        @WithDefault("32MiB")
        DataSize examples();

        /** The size of a file of translation units that is imported. */
        @WithDefault("1GiB")
        DataSize memoryFile();

        /** Units of such a file. */
        @WithDefault("5000000")
        @Min(1)
        long memoryUnits();

        /** Characters of the source and of the target of a unit. */
        @WithDefault("10000")
        @Min(1)
        int memorySegment();

        /** The size of a file of terms that is imported. */
        @WithDefault("16MiB")
        DataSize glossaryFile();

        /** Terms of the glossary of a pair of languages. */
        @WithDefault("50000")
        @Min(1)
        int glossaryTerms();

        /** Characters of the source, of the target and of the note of a term. */
        @WithDefault("200")
        @Min(1)
        int glossaryTerm();

        /** Entries of a page. */
        @WithDefault("1000")
        @Min(1)
        int page();
    }

    /** Who may call, and how large and slow a request may be. */
    interface Http {

        /**
         * Further names by which clients may call the service, such as {@code scriptorium.example.org} or
         * {@code *.example.org}. Addresses, {@code localhost} and names without a dot are always allowed.
         */
        @WithDefault("*.svc,*.svc.cluster.local")
        List<String> allowedHosts();

        /**
         * Web sites, such as {@code https://app.example.org}, whose pages may send requests that change something, and may
         * read the answers of the API for LibreTranslate's clients. {@code moz-extension://*} and
         * {@code chrome-extension://*} stand for all extensions of a browser.
         */
        Optional<List<String>> allowedOrigins();

        /** The size of the body of a request that submits a job. */
        @WithDefault("6GiB")
        DataSize jobBody();

        /** The size of the body of every other request. */
        @WithDefault("1MiB")
        DataSize body();

        /** The size of the headers of one part of a multipart request. */
        @WithDefault("16KiB")
        DataSize partHeaders();

        /** The size of {@code tasks}: a part of a multipart request, or a member of one in JSON. */
        @WithDefault("64KiB")
        DataSize tasks();

        /** How long a request's body may take to arrive. */
        @WithDefault("1H")
        Duration bodyTimeout();

        /** The size of the rest of a body that is discarded after its answer; a longer one ends the connection. */
        @WithDefault("256KiB")
        DataSize unreadBody();

        /** Requests a minute that each key may send to each instance, where the key itself says no other number. By default there is no limit. */
        @Min(1)
        OptionalInt requestsPerMinute();

        /** Memory for the bodies that are being read, of all requests together; by default a quarter of the heap. */
        Optional<DataSize> bodyMemory();
    }

    /** Amazon S3, or a store with its API. */
    interface S3 {

        /** The bucket of the documents. Without it they are kept in a folder. */
        Optional<String> bucket();

        /** The beginning of the names of all objects. */
        @WithDefault("documents")
        String prefix();

        /** The address of another store than Amazon's; its buckets are addressed by path. */
        @WithDefault("${AWS_ENDPOINT_URL_S3:}")
        Optional<URI> endpoint();

        /** Where the bucket is. */
        @WithDefault("${AWS_REGION:us-east-1}")
        String region();

        /** The access key that requests are signed with; without it and its secret they are not signed. */
        @WithDefault("${AWS_ACCESS_KEY_ID:}")
        Optional<String> accessKeyId();

        /** The secret of the access key. */
        @WithDefault("${AWS_SECRET_ACCESS_KEY:}")
        Optional<String> secretAccessKey();

        /** The session token of temporary credentials. */
        @WithDefault("${AWS_SESSION_TOKEN:}")
        Optional<String> sessionToken();

        /** How long to wait for a connection, for the beginning of an answer, and for more of it. */
        @WithDefault("10S")
        Duration patience();

        /** The folder that documents pass through on their way to and from the bucket, one for each instance. */
        @WithDefault("${java.io.tmpdir}/scriptorium-documents")
        Path temporaryFolder();
    }

    /** The disk of the documents. */
    interface Storage {

        /** Free space below which no document is accepted. */
        @WithDefault("1GiB")
        DataSize minFree();

        /** The age after which an unfinished upload, or a stored document that belongs to no job, is deleted. */
        @WithDefault("24H")
        Duration orphanAge();

        /** How often such orphans are looked for. */
        @WithDefault("1H")
        Duration orphansEvery();
    }

    /** Events on their way to Kafka. */
    interface Outbox {

        /** Events published together. */
        @WithDefault("500")
        @Min(1)
        int batch();

        /** How long a batch may wait for the brokers' acknowledgement. */
        @WithDefault("125S")
        Duration acknowledgedWithin();

        /** How long to wait for a notification before looking all the same. */
        @WithDefault("1S")
        Duration poll();

        /** Unsent events above which no job is accepted. */
        @WithDefault("100000")
        @Min(1)
        long maxWaiting();

        /** The age of the oldest unsent event above which no job is accepted. */
        @WithDefault("15M")
        Duration maxAge();

        /** How long sent events are kept to be looked at. */
        @WithDefault("1H")
        Duration keepSent();
    }

    /** What clients are told of jobs as it happens. */
    interface Events {

        /** Clients that follow events at the same time, and clients that wait for the end of a job. */
        @WithDefault("200")
        @Min(1)
        int streams();

        /** Time without events after which a stream sends a comment as heartbeat. */
        @WithDefault("15S")
        Duration heartbeat();

        /** How long events are kept for those who resume. */
        @WithDefault("7D")
        Duration keep();

        /** How long a client may wait for the end of a job. */
        @WithDefault("60S")
        Duration longestWait();
    }

    /** How documents are tried again. */
    interface Retry {

        /** Attempts, the first one included. */
        @WithDefault("5")
        @Min(1)
        int attempts();

        /** The longest wait after the first attempt; doubled after each further one. */
        @WithDefault("1S")
        Duration base();

        /** The longest wait of all. */
        @WithDefault("5M")
        Duration cap();
    }

    /** Results on their way to Postgres. */
    interface Results {

        /** Events stored in one transaction. */
        @WithDefault("500")
        @Min(1)
        int batch();
    }
}
