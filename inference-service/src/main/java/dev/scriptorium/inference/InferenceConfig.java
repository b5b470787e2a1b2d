package dev.scriptorium.inference;

import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.engine.EngineSettings.Device;
import dev.scriptorium.engine.EngineSettings.Precision;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How models are loaded, batched and called. */
@ConfigMapping(prefix = "scriptorium.inference")
public interface InferenceConfig {

    /**
     * Models that this replica promises to serve, by name; {@code *} for all. They are loaded at the start. While one of them
     * cannot serve, readiness is red and the replica takes no requests from Kafka. The others load when they are first asked for.
     */
    Optional<List<String>> preload();

    /** Which model serves a label set, by the label set's name. {@code sentiment=sentiment} is always there. */
    Map<String, String> labelSets();

    /**
     * How long a stop lets the workers finish what they have begun. Then it is given up: requests from Kafka are delivered again
     * to another replica or after the next start, and calls fail with SHUTTING_DOWN.
     */
    @WithDefault("5s")
    Duration stopGrace();

    /** How long a stop then waits for the calls inside a model. A model that is still running after it is not freed. */
    @WithDefault("15s")
    Duration stopTimeout();

    Engine engine();

    Batching batching();

    Continuation continuation();

    Remote remote();

    Limits limits();

    Worker worker();

    Labels labels();

    /** The engine that runs the models. */
    interface Engine {

        /** Threads inside one call of a model. More calls side by side serve more than more threads in each. */
        @WithDefault("1")
        @Min(1)
        @Max(256)
        int threads();

        /**
         * What runs the models: {@code auto} takes an NVIDIA GPU where ONNX Runtime's GPU build and a GPU that it can use are
         * there, and the processor otherwise; {@code cpu}; {@code cuda}, with which no model loads where there is no GPU.
         */
        @WithDefault("auto")
        Device device();

        /**
         * How a processor holds weights: {@code float32} gives what transformers gives, {@code int8} is faster and smaller,
         * {@code float16} gives what a GPU would give, slowly; {@code auto} is {@code int8} for encoder-decoder models, which
         * translate and summarize, and {@code float32} for all others. A GPU always holds them as {@code float16}.
         */
        @WithDefault("auto")
        Precision precision();

        /**
         * Whether a translator that has a shortlist computes only the tokens that the source makes likely; with {@code int8}
         * weights.
         */
        @WithDefault("true")
        boolean shortlists();

        /**
         * The limit on the total file size of the loaded models, such as {@code 4GiB}. Beyond it the least recently used models
         * are unloaded. 16-bit weights take twice their file size with {@code float32}, and ONNX Runtime packs weights for its
         * matrix products beside them: with {@code float32} a process holds about twice the files. By default there is no limit.
         */
        Optional<DataSize> memory();

        /**
         * The most rows of one decode step: sequences times beams, for every worker. Every token of a row costs
         * {@code 8 * layers * hidden size} bytes of KV cache: 25 KB for an OPUS-MT model, 100 KB for BART large, so models of
         * long texts want fewer rows. A sequence with more beams than this is generated alone.
         */
        @WithDefault("128")
        @Min(1)
        @Max(256)
        int rows();
    }

    /** How inputs go through the models. */
    interface Batching {

        /** Workers: threads that run models. By default as many as there are processors. */
        Optional<@Min(1) @Max(1024) Integer> workers();

        /** The most inputs of one batch. Sequences are limited by {@code engine.rows} instead. */
        @WithDefault("32")
        @Min(1)
        @Max(4096)
        int maxItems();

        /** The most tokens read at once, padding included. One input that is longer goes alone. */
        @WithDefault("2048")
        @Min(1)
        int maxTokens();

        /** The most inputs of gRPC calls that wait in a lane; more are refused with OVERLOADED. */
        @WithDefault("4096")
        @Min(1)
        int queueCapacity();

        /** Interactive batches in a row while bulk work waits; then one bulk batch goes. */
        @WithDefault("8")
        @Min(1)
        int interactiveBurst();

        /** Models, or numbers of beams of one model, that a worker generates with at one time. Each needs a KV cache. */
        @WithDefault("4")
        @Min(1)
        @Max(64)
        int activeBatches();

        /** How long an idle worker keeps its KV caches. */
        @WithDefault("1m")
        Duration keepCache();
    }

    /** How models that continue texts, such as Llama, are run. */
    interface Continuation {

        /**
         * Tokens whose keys and values one model may hold: prompts and the longest answers of the requests that are being
         * written, and beginnings of prompts that are kept. A token costs {@code 8 * layers * key/value heads * head width} bytes
         * with {@code float32} weights and half of it with {@code int8}: 24 KiB for a Qwen 2.5 of 0.5 billion weights. Memory is
         * taken when it is first written. A request that needs more is refused with LIMIT_EXCEEDED.
         */
        @WithDefault("16384")
        @Min(32)
        int tokens();

        /** The most sequences of one model that are written side by side. */
        @WithDefault("32")
        @Min(1)
        @Max(1024)
        int sequences();

        /** The most tokens of prompts that are read in one step, beside one token of each sequence that is written. */
        @WithDefault("256")
        @Min(1)
        int stepTokens();

        /** The most requests that wait for one model; more are refused with OVERLOADED. */
        @WithDefault("256")
        @Min(1)
        int queueCapacity();

        /** The most tokens of an answer where the request does not say. */
        @WithDefault("1024")
        @Min(1)
        int answerTokens();

        /** The most answers of one request: its prompts times {@code n}. */
        @WithDefault("16")
        @Min(1)
        int answers();

        /**
         * The most states of the grammar of an answer's form ({@code response_format}, {@code guided_choice}). Each character of a
         * choice or of a property's name and each character or item up to a maximum takes about one; a larger form is refused.
         */
        @WithDefault("20000")
        @Min(1)
        @Max(1000000)
        int formatStates();

        /** How long a request may take, waiting included. */
        @WithDefault("10m")
        Duration timeout();

        /** The largest body of a request to the OpenAI-compatible API. */
        @WithDefault("4MiB")
        DataSize requestBody();
    }

    /** Models of other servers, those of {@code openai+https://host/v1#model}. */
    interface Remote {

        /**
         * API keys by the name of the model, sent to its server alone. A key of the environment is written as
         * {@code ${OPENAI_API_KEY}}.
         */
        Map<String, String> keys();

        /** Files that hold the API key, by the name of the model; they are read at the start. */
        Map<String, Path> keyFiles();

        /**
         * Hosts that may have private addresses (of this machine or of a private network) and be called without encryption, as
         * they stand in the location. Others must have public addresses and https.
         */
        Optional<List<String>> privateHosts();

        /** How long to wait for a connection. */
        @WithDefault("10s")
        Duration connectTimeout();

        /** How long to wait for the beginning of an answer, and for more of it. */
        @WithDefault("2m")
        Duration responseTimeout();

        /** How often a request is made before it fails; again after 408, 429, 5xx and broken connections. */
        @WithDefault("5")
        @Min(1)
        @Max(100)
        int attempts();

        /** The wait before the second attempt, doubled before each further one; {@code Retry-After} goes before it. */
        @WithDefault("1s")
        Duration firstWait();

        /** The longest wait before an attempt. A server that asks for more has the request fail at once. */
        @WithDefault("1m")
        Duration longestWait();

        /** Requests to one model at one time. */
        @WithDefault("8")
        @Min(1)
        @Max(10000)
        int concurrency();

        /** Requests that wait for their turn with one model; more are refused with OVERLOADED. */
        @WithDefault("256")
        @Min(0)
        int queueCapacity();

        /** The largest answer, that of a stream in all. */
        @WithDefault("16MiB")
        DataSize responseBody();
    }

    /** What one request may hold. */
    interface Limits {

        /** Inputs of one request. */
        @WithDefault("1024")
        @Min(1)
        int inputs();

        /** Characters of one input, before it is divided into tokens. */
        @WithDefault("65536")
        @Min(1)
        int inputCharacters();

        /** Sentences whose scores a document's classification keeps; the result says how many more there are. */
        @WithDefault("20000")
        @Min(0)
        @Max(25000)
        int sentenceScores();
    }

    /** Label sets that are made from examples. */
    interface Labels {

        /** Where they are kept. Processes that share it serve the same label sets. */
        @WithDefault("data/label-sets")
        Path directory();

        /** The model whose embeddings they stand on. */
        @WithDefault("sentence-embedding")
        String embeddingModel();

        /** The share of right answers among those that are sure, where a training does not say. */
        @WithDefault("0.9")
        @DecimalMin("0.01")
        @DecimalMax("0.999")
        double precision();

        /** Examples of one training. */
        @WithDefault("20000")
        @Min(1)
        int examples();

        /** Labels of one label set. */
        @WithDefault("200")
        @Min(2)
        int labels();

        /** Characters of one example's text. */
        @WithDefault("20000")
        @Min(1)
        int textCharacters();

        /** The size of the file of examples. */
        @WithDefault("32MiB")
        DataSize file();

        /** Trainings at the same time; more are refused with OVERLOADED. Each takes one processor. */
        @WithDefault("1")
        @Min(1)
        int trainings();
    }

    /** The Kafka workers. */
    interface Worker {

        /** Whether this process takes requests from Kafka. Without, it serves gRPC only. */
        @WithDefault("true")
        boolean enabled();

        /** Requests of one lane under way, above which its partitions pause. */
        @WithDefault("128")
        @Min(1)
        int maxInFlight();
    }
}
