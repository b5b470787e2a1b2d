package dev.scriptorium.benchmarks.translation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.benchmarks.clock.CpuTime;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.inference.serving.RequestedSettings;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.GenerateResponse;
import dev.scriptorium.proto.inference.v1.Generated;
import dev.scriptorium.proto.inference.v1.GeneratedText;
import dev.scriptorium.proto.inference.v1.LanguagePair;
import dev.scriptorium.proto.inference.v1.ModelDescription;
import dev.scriptorium.proto.inference.v1.ModelTask;
import dev.scriptorium.proto.translator.v1.Round;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.tokenizer.span.ProtectedSpans;
import dev.scriptorium.tokenizers.Languages;
import dev.scriptorium.translator.part.ModelRequest;
import dev.scriptorium.translator.part.PartTranslation;
import dev.scriptorium.translator.part.TextPart;
import dev.scriptorium.translator.part.TranslationSettings;
import dev.scriptorium.translator.route.Directions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Translates sentences as the translator service does, with its checks and all its rounds, by a model in this process.
 *
 * <p>Arguments: a model's folder, the source language, the target language, a file of lines "source TAB reference", and the
 * precision of the weights, by default INT8. Prints a line of JSON for each: the name of the file, precision,
 * direction, source, reference, the output of the first try, the output after the checks with its score, and the flags that are
 * left on it. The training's steps {@code survival} and {@code flags} read it. The CPU seconds of each round go to the error output.
 */
public final class CheckedTranslations {

    private static final TranslationSettings SETTINGS = new TranslationSettings(64, 6, 1);

    private final Seq2SeqModel model;
    private final Languages languages;
    private final Precision precision;

    private CheckedTranslations(Seq2SeqModel model, Languages languages, Precision precision) {
        this.model = model;
        this.languages = languages;
        this.precision = precision;
    }

    public static void main(String[] arguments) throws IOException {
        var languages = new Languages(arguments[1], arguments[2]);
        Precision precision = arguments.length > 4 ? Precision.valueOf(arguments[4]) : Precision.INT8;
        Path file = Path.of(arguments[3]);
        List<String[]> rows = Files.readAllLines(file).stream()
                .map(line -> line.split("\t", 2))
                .toList();
        Path folder = Path.of(arguments[0]).toAbsolutePath().normalize();
        try (var model = (Seq2SeqModel) new OnnxModelLoader().load(folder, new EngineSettings(1, precision))) {
            new CheckedTranslations(model, languages, precision)
                    .print(file.getFileName().toString(), rows);
        }
    }

    private void print(String name, List<String[]> rows) throws IOException {
        var translation = PartTranslation.begin(part(rows), directions(), SETTINGS);
        List<TranslatedSegment> first = List.of();
        while (!translation.done()) {
            Round round = translation.state().getRound();
            int texts = translation.open().stream()
                    .mapToInt(request -> request.request().getInputsCount())
                    .sum();
            long begin = CpuTime.nanos();
            for (ModelRequest request : translation.open()) {
                translation.answer(request.name(), answer(request.request()));
            }
            System.err.printf("%s: %d texts, %.1f CPU seconds%n", round, texts, (CpuTime.nanos() - begin) / 1e9);
            if (round == Round.ROUND_TRANSLATE) {
                first = soFar(translation);
            }
        }
        List<TranslatedSegment> checked = soFar(translation);
        for (int i = 0; i < rows.size(); i++) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("file", name);
            line.put("precision", precision.name());
            line.put("direction", languages.source() + "-" + languages.target());
            line.put("source", rows.get(i)[0]);
            line.put("reference", rows.get(i)[1]);
            line.put("first", first.get(i).getTarget());
            line.put("checked", checked.get(i).getTarget());
            line.put("score", checked.get(i).getScore());
            line.put(
                    "flags",
                    checked.get(i).getFlagsList().stream().map(Enum::name).toList());
            System.out.println(new ObjectMapper().writeValueAsString(line));
        }
    }

    /** What the part would come to if the rounds ended now. */
    private static List<TranslatedSegment> soFar(PartTranslation translation) {
        var ended = translation.state().toBuilder().setRound(Round.ROUND_DONE).build();
        return PartTranslation.resume(ended, SETTINGS).result().translation().getSegmentsList();
    }

    private TextPart part(List<String[]> rows) {
        List<Segment> segments = new ArrayList<>();
        for (String[] row : rows) {
            segments.add(Segment.newBuilder()
                    .setIndex(segments.size())
                    .setText(row[0])
                    .setLanguage(languages.source())
                    .addAllProtectedSpans(ProtectedSpans.find(row[0]))
                    .build());
        }
        return new TextPart(0, segments, languages.source(), languages.source(), languages.target());
    }

    private Directions directions() {
        return Directions.of(
                List.of(ModelDescription.newBuilder()
                        .setTask(ModelTask.MODEL_TASK_GENERATE)
                        .addLanguagePairs(LanguagePair.newBuilder()
                                .setSource(languages.source())
                                .setTarget(languages.target()))
                        .build()),
                "en");
    }

    private GenerateResponse answer(GenerateRequest request) {
        var settings = RequestedSettings.of(model.defaults(), request.getOptions());
        List<GenerationInput> inputs = request.getInputsList().stream()
                .map(input -> new GenerationInput(model.encode(input.getText(), languages), languages, settings))
                .toList();
        var response = GenerateResponse.newBuilder();
        for (List<Generation> generations : model.generate(inputs, Cancellation.NEVER)) {
            var best = text(generations.getFirst());
            generations.stream().skip(1).forEach(next -> best.addAlternatives(text(next)));
            response.addOutputs(Generated.newBuilder().setText(best));
        }
        return response.build();
    }

    private static GeneratedText.Builder text(Generation generation) {
        return GeneratedText.newBuilder()
                .setText(generation.text())
                .setScore(generation.score())
                .setTruncated(generation.truncated());
    }
}
