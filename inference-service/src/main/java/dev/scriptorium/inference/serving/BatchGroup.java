package dev.scriptorium.inference.serving;

import dev.scriptorium.engine.BatchKind;
import dev.scriptorium.engine.DecodingBatch;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.inference.catalogue.LoadedModel;

/** The calls that share slots of a model. */
record BatchGroup(LoadedModel loaded, Seq2SeqModel engine, BatchKind kind) {

    String model() {
        return loaded.card().name();
    }

    DecodingBatch open() {
        return engine.open(kind);
    }
}
