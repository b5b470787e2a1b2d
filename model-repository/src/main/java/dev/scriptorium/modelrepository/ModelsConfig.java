package dev.scriptorium.modelrepository;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where models are. */
@ConfigMapping(prefix = "scriptorium.models")
public interface ModelsConfig {

    /**
     * Folders that hold model folders in Hugging Face layout, each named as the model is. A model of the same name in a
     * later folder, and any of them, goes before a shipped one.
     */
    Optional<List<Path>> directories();

    /**
     * Single models: {@code [name=]place[#sha256=digest]}, where the place is a folder,
     * {@code hf://organisation/name@revision}, {@code s3://bucket/prefix}, {@code jar:file:/path.jar!/folder}, or a remote model,
     * {@code openai+https://host/v1#model}. They go before all others.
     */
    Optional<List<String>> locations();

    /**
     * A folder of model folders that the command line adds to. They go before shipped models; those of {@code directories} and
     * {@code locations} go before them.
     */
    Optional<Path> addedDirectory();

    /** Where shipped models and those of jars are unpacked to, once for each digest, and those of S3 are kept. */
    @WithDefault("${user.home}/.cache/scriptorium/models")
    Path cacheDirectory();

    /**
     * Whether a model without safetensors is read from {@code pytorch_model.bin}. It is read without running anything in it;
     * set it to false where only safetensors may come in.
     */
    @WithDefault("true")
    boolean checkpoints();

    Hub hub();

    S3 s3();

    /** The Hugging Face Hub, or a server with its API. */
    interface Hub {

        /** The address of the hub. */
        @WithDefault("${HF_ENDPOINT:https://huggingface.co}")
        URI endpoint();

        /** The cache, shared with huggingface_hub. */
        @WithDefault("${HF_HUB_CACHE:${HF_HOME:${user.home}/.cache/huggingface}/hub}")
        Path cache();

        /** Sent to the endpoint's host and to no other. */
        @WithDefault("${HF_TOKEN:}")
        Optional<String> token();

        /** Whether only the cache is used. */
        @WithDefault("${HF_HUB_OFFLINE:false}")
        boolean offline();

        /** How often a request is made before it fails. */
        @WithDefault("5")
        @Min(1)
        @Max(100)
        int attempts();

        /** The wait before the second attempt; doubled before each further one, to a minute. */
        @WithDefault("1S")
        Duration firstWait();

        /** How long to wait for a connection, for the beginning of an answer, and for more of it. */
        @WithDefault("30S")
        Duration patience();
    }

    /** Amazon S3, or a store with its API. */
    interface S3 {

        /** The address of another store than Amazon's; its buckets are asked for by path. */
        @WithDefault("${AWS_ENDPOINT_URL_S3:}")
        Optional<URI> endpoint();

        /** Where the buckets are. */
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

        /** The most objects under a model's prefix. */
        @WithDefault("1000")
        @Min(1)
        @Max(1_000_000)
        int objects();

        /** How often a request is made before it fails. */
        @WithDefault("5")
        @Min(1)
        @Max(100)
        int attempts();

        /** The wait before the second attempt; doubled before each further one, to a minute. */
        @WithDefault("1S")
        Duration firstWait();

        /** How long to wait for a connection, for the beginning of an answer, and for more of it. */
        @WithDefault("30S")
        Duration patience();
    }
}
