package dev.scriptorium.inference.trial;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalOutput;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.engine.CausalSettings;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.engine.LabelledSpan;
import dev.scriptorium.engine.ModelLoader;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.TokenLabelModel;
import dev.scriptorium.inference.catalogue.CatalogueEntry;
import dev.scriptorium.inference.catalogue.ModelCard;
import dev.scriptorium.inference.catalogue.ModelState;
import dev.scriptorium.inference.catalogue.WarmUp;
import dev.scriptorium.inference.trial.TrialReport.Answer;
import dev.scriptorium.tokenizers.Languages;
import dev.scriptorium.tokenizers.TokenizedText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Loads a model from a folder, runs it on a few texts and frees it. Nothing of it touches models that serve. */
public final class ModelTrial {

    private static final int LABELS = 3;
    private static final int NUMBERS = 4;
    private static final long KIBIBYTE = 1024;
    /** The most tokens that one text is answered with. */
    private static final int NEW_TOKENS = 128;

    private final ModelLoader loader;
    private final EngineSettings settings;

    public ModelTrial(ModelLoader loader, EngineSettings settings) {
        this.loader = loader;
        this.settings = settings;
    }

    private record Outcome(List<Answer> answers, long tokens) {}

    /**
     * Tries the model on texts, or on some of this class where there are none.
     *
     * @throws FailureException what keeps the model from loading, {@code INPUT_TOO_LONG}, or {@code MODEL_CORRUPT} where it
     *     gives no numbers
     */
    public TrialReport run(String name, Path folder, List<String> texts) {
        ModelCard card = card(name, folder);
        Languages direction = TrialText.direction(card.languages());
        long memory = residentBytes();
        long start = System.nanoTime();
        try (InferenceModel model = loader.load(folder, settings)) {
            WarmUp.run(model);
            long loaded = System.nanoTime();
            long grown = Math.max(0, residentBytes() - memory);
            Outcome outcome = run(model, texts.isEmpty() ? TrialText.of(card, direction, model) : texts, direction);
            return new TrialReport(
                    card,
                    bytes(folder),
                    grown,
                    Duration.ofNanos(loaded - start),
                    outcome.answers(),
                    outcome.tokens(),
                    Duration.ofNanos(System.nanoTime() - loaded));
        }
    }

    /** What a folder says of its model. */
    public static ModelCard card(String name, Path folder) {
        CatalogueEntry entry = CatalogueEntry.read(name, ignored -> folder);
        if (entry.state() instanceof ModelState.Unavailable unavailable) {
            throw unavailable.failure();
        }
        return entry.card();
    }

    private static Outcome run(InferenceModel model, List<String> texts, Languages direction) {
        return switch (model) {
            case Seq2SeqModel generator -> generate(generator, texts, direction);
            case CausalModel writer -> write(writer, texts);
            case EmbeddingModel embeddings -> embed(embeddings, texts);
            case ClassificationModel classifier -> classify(classifier, texts);
            case TokenLabelModel labels -> label(labels, texts);
        };
    }

    private static Outcome generate(Seq2SeqModel model, List<String> texts, Languages direction) {
        List<GenerationInput> inputs = texts.stream()
                .map(text -> new GenerationInput(
                        fitting(model, model.encode(text, direction)),
                        direction,
                        model.defaults()
                                .withMaxNewTokens(
                                        Math.min(NEW_TOKENS, model.defaults().maxNewTokens()))))
                .toList();
        List<Generation> written = model.generate(inputs, Cancellation.NEVER).stream()
                .map(List::getFirst)
                .toList();
        List<Answer> answers = new ArrayList<>();
        long tokens = 0;
        for (int i = 0; i < texts.size(); i++) {
            Generation generation = written.get(i);
            requireNumbers(generation.score());
            tokens += generation.ids().length;
            answers.add(new Answer(
                    texts.get(i),
                    String.format(
                            Locale.ROOT,
                            "%s  (score %.2f%s)",
                            generation.text(),
                            generation.score(),
                            generation.truncated() ? ", cut at " + generation.ids().length + " tokens" : "")));
        }
        return new Outcome(answers, tokens);
    }

    private static Outcome write(CausalModel model, List<String> texts) {
        List<Answer> answers = new ArrayList<>();
        long tokens = 0;
        for (String text : texts) {
            int[] prompt = fitting(model, model.encode(text));
            int most = Math.min(NEW_TOKENS, Math.max(1, model.maxInputTokens() - prompt.length));
            List<CausalOutput> written = new ArrayList<>();
            model.generate(new CausalRequest(prompt, CausalSettings.greedy(most)), written::add, Cancellation.NEVER);
            tokens += written.size();
            answers.add(
                    new Answer(text, written.stream().map(CausalOutput::text).reduce("", String::concat)));
        }
        return new Outcome(answers, tokens);
    }

    private static Outcome embed(EmbeddingModel model, List<String> texts) {
        List<int[]> ids = encoded(model, texts);
        List<float[]> vectors = model.embed(ids);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            float[] vector = vectors.get(i);
            requireNumbers(vector);
            answers.add(new Answer(
                    texts.get(i),
                    i == 0
                            ? vector.length + " numbers, beginning with " + beginning(vector)
                            : String.format(
                                    Locale.ROOT, "similarity to the first %.2f", cosine(vectors.getFirst(), vector))));
        }
        return new Outcome(answers, tokens(ids));
    }

    private static Outcome classify(ClassificationModel model, List<String> texts) {
        List<int[]> ids = encoded(model, texts);
        List<float[]> scores = model.classify(ids);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            requireNumbers(scores.get(i));
            answers.add(new Answer(texts.get(i), highest(model.labels(), scores.get(i))));
        }
        return new Outcome(answers, tokens(ids));
    }

    private static Outcome label(TokenLabelModel model, List<String> texts) {
        List<TokenizedText> tokenized = texts.stream().map(model::tokenize).toList();
        List<int[]> ids =
                tokenized.stream().map(text -> fitting(model, text.ids())).toList();
        List<List<float[]>> scores = model.label(ids);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            scores.get(i).forEach(ModelTrial::requireNumbers);
            String text = texts.get(i);
            List<String> spans =
                    LabelledSpan.of(tokenized.get(i), scores.get(i), model.labels(), LabelledSpan.Aggregation.FIRST)
                            .stream()
                            .map(span -> String.format(
                                    Locale.ROOT,
                                    "%s: %s (%.2f)",
                                    span.label(),
                                    text.substring(span.start(), span.end()),
                                    span.score()))
                            .toList();
            answers.add(new Answer(text, spans.isEmpty() ? "no spans" : String.join(", ", spans)));
        }
        return new Outcome(answers, tokens(ids));
    }

    private static List<int[]> encoded(InferenceModel model, List<String> texts) {
        return texts.stream().map(text -> fitting(model, model.encode(text))).toList();
    }

    private static int[] fitting(InferenceModel model, int[] ids) {
        if (ids.length > model.maxInputTokens()) {
            throw new FailureException(
                    FailureCode.INPUT_TOO_LONG,
                    "The text has " + ids.length + " tokens; the model takes " + model.maxInputTokens());
        }
        return ids;
    }

    private static long tokens(List<int[]> ids) {
        return ids.stream().mapToLong(one -> one.length).sum();
    }

    private static void requireNumbers(float... values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new FailureException(
                        FailureCode.MODEL_CORRUPT,
                        "The model gives " + value + " where a number belongs; its weights are damaged or not for this "
                                + "architecture");
            }
        }
    }

    private static String highest(List<String> labels, float[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .limit(LABELS)
                .map(i -> String.format(Locale.ROOT, "%s %.2f", labels.get(i), scores[i]))
                .reduce((one, other) -> one + ", " + other)
                .orElse("no labels");
    }

    private static String beginning(float[] vector) {
        return IntStream.range(0, Math.min(NUMBERS, vector.length))
                .mapToObj(i -> String.format(Locale.ROOT, "%.2f", vector[i]))
                .reduce((one, other) -> one + " " + other)
                .orElse("none");
    }

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    /** Of this process; 0 on systems that do not say. */
    private static long residentBytes() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + status, e);
        }
    }
}
