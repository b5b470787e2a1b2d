package dev.scriptorium.inference.serving;

import com.google.protobuf.ByteString;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.TextRule;
import dev.scriptorium.proto.inference.v1.Classified;
import dev.scriptorium.proto.inference.v1.Embedded;
import dev.scriptorium.proto.inference.v1.Generated;
import dev.scriptorium.proto.inference.v1.GeneratedText;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.ScoreMean;
import dev.scriptorium.proto.inference.v1.Scored;
import dev.scriptorium.proto.inference.v1.Scores;
import dev.scriptorium.proto.inference.v1.TargetScore;
import dev.scriptorium.proto.inference.v1.TokenScore;
import dev.scriptorium.proto.inference.v1.Vector;
import java.util.List;
import java.util.stream.IntStream;

/** What a model gave, as the contract has it. */
final class Responses {

    private static final int SCALE = 127;

    private Responses() {}

    /** @param tokenScores whether the caller asked for them */
    static Generated generated(List<Generation> generations, boolean tokenScores) {
        GeneratedText.Builder best = text(generations.getFirst(), tokenScores);
        generations.stream().skip(1).forEach(other -> best.addAlternatives(text(other, tokenScores)));
        return Generated.newBuilder().setText(best).build();
    }

    private static GeneratedText.Builder text(Generation generation, boolean tokenScores) {
        GeneratedText.Builder text = GeneratedText.newBuilder()
                .setText(generation.text())
                .setScore(generation.score())
                .setTokenCount(generation.ids().length)
                .setTruncated(generation.truncated());
        return tokenScores ? text.addAllTokenScores(tokenScores(generation)) : text;
    }

    private static List<TokenScore> tokenScores(Generation generation) {
        return IntStream.range(0, generation.ids().length)
                .mapToObj(i -> TokenScore.newBuilder()
                        .setId(generation.ids()[i])
                        .setLogProbability(generation.tokenScores()[i])
                        .build())
                .toList();
    }

    static Scored scored(Generation target) {
        return Scored.newBuilder()
                .setScore(TargetScore.newBuilder()
                        .setLogLikelihood(target.logLikelihood())
                        .setPerplexity(target.perplexity())
                        .addAllTokenScores(tokenScores(target)))
                .build();
    }

    static Scored notScored(InferenceFailure failure) {
        return Scored.newBuilder().setFailure(failure).build();
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

    static ScoreMean mean(TextRule rule) {
        return rule.geometric() ? ScoreMean.SCORE_MEAN_GEOMETRIC : ScoreMean.SCORE_MEAN_UNSPECIFIED;
    }

    static Classified notClassified(InferenceFailure failure) {
        return Classified.newBuilder().setFailure(failure).build();
    }
}
