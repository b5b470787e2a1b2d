package dev.scriptorium.translator.document;

import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.translator.v1.PartState;
import dev.scriptorium.runtime.streams.StreamsRunner;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Runs the stage on the documents' topics. */
@ApplicationScoped
class TranslationTopology {

    void start(@Observes StartupEvent event, StreamsRunner runner, TranslationStage stage) {
        runner.start(Topics.TRANSLATOR, stage, PartState.parser());
    }
}
