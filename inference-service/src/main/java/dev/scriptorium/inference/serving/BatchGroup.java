package dev.scriptorium.inference.serving;

import dev.scriptorium.engine.GenerationSlots;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.SlotKind;
import dev.scriptorium.inference.catalogue.LoadedModel;

/** The calls that share slots of a model. */
record BatchGroup(LoadedModel loaded, Seq2SeqModel engine, SlotKind kind) {

    String model() {
        return loaded.card().name();
    }

    GenerationSlots open() {
        return engine.open(kind);
    }
}
