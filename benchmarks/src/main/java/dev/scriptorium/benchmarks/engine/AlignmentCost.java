package dev.scriptorium.benchmarks.engine;

import dev.scriptorium.benchmarks.clock.CpuTime;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.tokenizers.Languages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs to ask for the alignment of words: translates a file with and without, by turns, and prints target tokens per
 * CPU second of both. With the alignment also the ends of tokens are found, as the service does.
 *
 * <p>Arguments: the model's folder, a file of texts, one a line, source and target language, the precision, beams, pairs of
 * runs.
 */
public final class AlignmentCost {

    private AlignmentCost() {}

    public static void main(String[] arguments) throws Exception {
        List<String> texts = Files.readAllLines(Path.of(arguments[1]));
        Languages languages = new Languages(arguments[2], arguments[3]);
        EngineSettings settings = new EngineSettings(1, Precision.valueOf(arguments[4]));
        int beams = Integer.parseInt(arguments[5]);
        int pairs = Integer.parseInt(arguments[6]);
        try (Seq2SeqModel model = (Seq2SeqModel) new OnnxModelLoader().load(Path.of(arguments[0]), settings)) {
            tokensPerSecond(model, texts, languages, beams, true);
            tokensPerSecond(model, texts, languages, beams, false);
            List<Double> shares = new ArrayList<>();
            for (int pair = 0; pair < pairs; pair++) {
                boolean first = pair % 2 == 0;
                double one = tokensPerSecond(model, texts, languages, beams, first);
                double other = tokensPerSecond(model, texts, languages, beams, !first);
                double with = first ? one : other;
                double without = first ? other : one;
                shares.add(1 - with / without);
                System.out.printf("with %.0f without %.0f cost %.1f %%%n", with, without, 100 * shares.getLast());
            }
            System.out.printf(
                    "median cost %.1f %%%n",
                    100 * shares.stream().sorted().toList().get(pairs / 2));
        }
    }

    private static double tokensPerSecond(
            Seq2SeqModel model, List<String> texts, Languages languages, int beams, boolean aligned) {
        long before = CpuTime.nanos();
        List<GenerationInput> inputs = texts.stream()
                .map(text -> new GenerationInput(
                                model.encode(text, languages),
                                languages,
                                model.defaults().withBeams(beams))
                        .withAlignment(aligned))
                .toList();
        List<List<Generation>> written = model.generate(inputs, Cancellation.NEVER);
        for (int i = 0; aligned && i < texts.size(); i++) {
            model.sourceEnds(texts.get(i), inputs.get(i).source());
        }
        long tokens = written.stream()
                .mapToLong(generations -> generations.getFirst().ids().length)
                .sum();
        return tokens / ((CpuTime.nanos() - before) / 1e9);
    }
}
