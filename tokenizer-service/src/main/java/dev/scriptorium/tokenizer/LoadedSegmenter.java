package dev.scriptorium.tokenizer;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.modelrepository.ModelFolders;
import dev.scriptorium.tokenizer.encoding.NoEncoder;
import dev.scriptorium.tokenizer.encoding.TokenEncoder;
import dev.scriptorium.tokenizer.encoding.WindowPlanner;
import dev.scriptorium.tokenizer.language.LanguageDetector;
import dev.scriptorium.tokenizer.sentence.SentenceSplitter;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * The segmenter as configured. Loading rules and tokenizer takes about a second, so it is done beside the rest of the
 * start. Thread-safe.
 */
@Singleton
class LoadedSegmenter {

    private static final Logger LOG = Logger.getLogger(LoadedSegmenter.class);

    private final TokenizerConfig config;
    private final ModelFolders models;
    private final CompletableFuture<Segmenter> segmenter;
    private volatile TokenEncoder encoder = new NoEncoder();

    LoadedSegmenter(TokenizerConfig config, ModelFolders models) {
        this.config = config;
        this.models = models;
        this.segmenter = CompletableFuture.supplyAsync(this::load, Thread::startVirtualThread);
    }

    /** Waits until it is loaded. */
    Segmenter get() {
        return segmenter.join();
    }

    void close(@Observes ShutdownEvent end) {
        encoder.close();
    }

    private Segmenter load() {
        encoder = loadEncoder();
        LanguageDetector detector = new LanguageDetector(config.languages(), config.neighbourLanguages());
        Thread.ofVirtual().name("load-languages").start(detector::preload);
        return new Segmenter(
                detector,
                new SentenceSplitter(),
                new SegmentLimits(config.maxSegmentCharacters(), config.maxSegmentTokens()),
                new WindowPlanner(config.windowTokens(), config.windowSegments()),
                encoder);
    }

    private TokenEncoder loadEncoder() {
        try {
            return TokenEncoder.load(models.folder(config.model()));
        } catch (FailureException e) {
            if (e.code() != FailureCode.MODEL_UNKNOWN) {
                throw e;
            }
            LOG.warnf(
                    "There is no model %s (scriptorium.tokenizer.model): segments come without token ids",
                    config.model());
            return new NoEncoder();
        }
    }
}
