package dev.scriptorium.inference.serving;

import com.google.protobuf.ByteString;
import dev.scriptorium.engine.Attention;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.TextRule;
import dev.scriptorium.proto.inference.v1.Alignment;
import dev.scriptorium.proto.inference.v1.AlignmentLink;
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
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What a model gave, as the contract has it. */
final class Responses {

    private static final int SCALE = 127;

    /** Of a link that is told: it bounds how many a token has. */
    private static final float LEAST_WEIGHT = 0.1f;

    private Responses() {}

    /**
     * @param tokenScores whether the caller asked for them
     * @param sourceEnds where the input's tokens end, where the caller asked for an alignment
     */
    static Generated generated(List<Generation> generations, boolean tokenScores, int[] sourceEnds) {
        GeneratedText.Builder best = text(generations.getFirst(), tokenScores, sourceEnds);
        generations.stream().skip(1).forEach(other -> best.addAlternatives(text(other, tokenScores, sourceEnds)));
        return Generated.newBuilder().setText(best).build();
    }

    private static GeneratedText.Builder text(Generation generation, boolean tokenScores, int[] sourceEnds) {
        GeneratedText.Builder text = GeneratedText.newBuilder()
                .setText(generation.text())
                .setScore(generation.score())
                .setTokenCount(generation.ids().length)
                .setTruncated(generation.truncated());
        generation.attention().ifPresent(attention -> text.setAlignment(alignment(attention, sourceEnds)));
        return tokenScores ? text.addAllTokenScores(tokenScores(generation)) : text;
    }

    static Alignment alignment(Attention attention, int[] sourceEnds) {
        var alignment = Alignment.newBuilder();
        Arrays.stream(sourceEnds).forEach(alignment::addSourceEnds);
        Arrays.stream(attention.targetEnds()).forEach(alignment::addTargetEnds);
        for (int target = 0; target < attention.weights().size(); target++) {
            float[] weights = attention.weights().get(target);
            for (int source = 0; source < weights.length; source++) {
                if (weights[source] >= LEAST_WEIGHT
                        && hasText(sourceEnds, source)
                        && hasText(attention.targetEnds(), target)) {
                    alignment.addLinks(AlignmentLink.newBuilder()
                            .setTarget(target)
                            .setSource(source)
                            .setWeight(weights[source]));
                }
            }
        }
        return alignment.build();
    }

    private static boolean hasText(int[] ends, int token) {
        return ends[token] > (token == 0 ? 0 : ends[token - 1]);
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
