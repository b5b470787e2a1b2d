package dev.scriptorium.translator.document;

import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.translator.v1.PartState;
import dev.scriptorium.runtime.streams.StreamsRunner;
import dev.scriptorium.translator.route.CurrentDirections;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Runs the stage on the documents' topics, from when the models of the inference service are known: no document waits for them in the stage. */
@ApplicationScoped
class TranslationTopology {

    void start(
            @Observes StartupEvent event, StreamsRunner runner, TranslationStage stage, CurrentDirections directions) {
        runner.start(Topics.TRANSLATOR, stage, PartState.parser(), directions::get);
    }
}
