package dev.scriptorium.translator.planted;

import dev.scriptorium.ingest.planted.Offender;

public record Neighbour(Offender offender) {}
