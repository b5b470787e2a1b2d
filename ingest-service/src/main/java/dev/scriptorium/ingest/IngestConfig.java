package dev.scriptorium.ingest;

import dev.scriptorium.core.quantity.DataSize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of ingest-service. */
@ConfigMapping(prefix = "scriptorium.ingest")
public interface IngestConfig {

    /** Where the bytes of the documents are kept. All instances of the service share it. */
    @WithDefault("data/blobs")
    Path blobDirectory();

    /** The tenant of requests, until a token says it. */
    @WithDefault("default")
    String tenant();

    /** How long a document may be without progress before it is sent on its way again; doubled for each attempt. */
    @WithDefault("5M")
    Duration lease();

    /** How long a job may take; what is not done then ends EXPIRED. */
    @WithDefault("7D")
    Duration jobExpiry();

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

    /** Events on their way to Kafka. */
    Outbox outbox();

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

        /** The size of the examples that a label set is trained on. */
        @WithDefault("32MiB")
        DataSize examples();

        /** Entries of a page. */
        @WithDefault("1000")
        @Min(1)
        int page();
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
