package dev.scriptorium.inference.serving;

import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.engine.GenerationSlots;
import dev.scriptorium.inference.engine.Seq2SeqModel;
import dev.scriptorium.inference.engine.SlotKind;

/** The calls that share slots of a model. */
record SlotGroup(LoadedModel loaded, Seq2SeqModel engine, SlotKind kind) {

    String model() {
        return loaded.card().name();
    }

    GenerationSlots open() {
        return engine.open(kind);
    }
}
