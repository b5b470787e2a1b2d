package dev.scriptorium.summarizer.request;

import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.inference.v1.Usage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Adds up what model calls cost, and names each model once. */
public final class Provenances {

    private Provenances() {}

    public static Provenance of(Usage usage) {
        return Provenance.newBuilder()
                .addModels(usage.getModel())
                .addModelDigests(usage.getModelDigest())
                .setInputTokens(usage.getInputTokens())
                .setOutputTokens(usage.getOutputTokens())
                .setModelMicros(usage.getModelMicros())
                .build();
    }

    public static Provenance together(List<Provenance> provenances) {
        Set<String> models = new LinkedHashSet<>();
        Set<String> digests = new LinkedHashSet<>();
        Provenance.Builder sum = Provenance.newBuilder();
        for (Provenance provenance : provenances) {
            models.addAll(provenance.getModelsList());
            digests.addAll(provenance.getModelDigestsList());
            sum.setInputTokens(sum.getInputTokens() + provenance.getInputTokens())
                    .setOutputTokens(sum.getOutputTokens() + provenance.getOutputTokens())
                    .setModelMicros(sum.getModelMicros() + provenance.getModelMicros());
        }
        return sum.addAllModels(models).addAllModelDigests(digests).build();
    }
}
