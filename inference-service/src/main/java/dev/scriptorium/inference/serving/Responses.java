package dev.scriptorium.inference.serving;

import com.google.protobuf.ByteString;
import dev.scriptorium.inference.engine.Generation;
import dev.scriptorium.proto.inference.v1.Classified;
import dev.scriptorium.proto.inference.v1.Embedded;
import dev.scriptorium.proto.inference.v1.Generated;
import dev.scriptorium.proto.inference.v1.GeneratedText;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.Scores;
import dev.scriptorium.proto.inference.v1.Vector;

/** What a model gave, as the contract has it. */
final class Responses {

    private static final int SCALE = 127;

    private Responses() {}

    static Generated generated(Generation generation) {
        return Generated.newBuilder()
                .setText(GeneratedText.newBuilder()
                        .setText(generation.text())
                        .setScore(generation.score())
                        .setTokenCount(generation.ids().length)
                        .setTruncated(generation.truncated()))
                .build();
    }

    static Generated notGenerated(InferenceFailure failure) {
        return Generated.newBuilder().setFailure(failure).build();
    }

    static Embedded embedded(float[] vector) {
        byte[] components = new byte[vector.length];
        for (int i = 0; i < vector.length; i++) {
            components[i] = (byte) Math.clamp(Math.round(vector[i] * SCALE), -SCALE, SCALE);
        }
        return Embedded.newBuilder()
                .setVector(Vector.newBuilder().setComponents(ByteString.copyFrom(components)))
                .build();
    }

    static Embedded notEmbedded(InferenceFailure failure) {
        return Embedded.newBuilder().setFailure(failure).build();
    }

    static Classified classified(float[] probabilities) {
        Scores.Builder scores = Scores.newBuilder();
        for (float probability : probabilities) {
            scores.addValues(probability);
        }
        return Classified.newBuilder().setScores(scores).build();
    }

    static Classified notClassified(InferenceFailure failure) {
        return Classified.newBuilder().setFailure(failure).build();
    }
}
