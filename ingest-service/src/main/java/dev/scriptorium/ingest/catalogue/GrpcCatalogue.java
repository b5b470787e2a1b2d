package dev.scriptorium.ingest.catalogue;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.job.TaskSpec;
import dev.scriptorium.ingest.submission.ServedTasks;
import dev.scriptorium.proto.inference.v1.ClassificationServiceGrpc.ClassificationServiceBlockingStub;
import dev.scriptorium.proto.inference.v1.ClassifyTextsRequest;
import dev.scriptorium.proto.inference.v1.InferenceServiceGrpc.InferenceServiceBlockingStub;
import dev.scriptorium.proto.inference.v1.ListModelsRequest;
import dev.scriptorium.proto.inference.v1.ModelDescription;
import dev.scriptorium.proto.inference.v1.ModelTask;
import dev.scriptorium.proto.translator.v1.ListLanguagePairsRequest;
import dev.scriptorium.proto.translator.v1.TranslatorServiceGrpc.TranslatorServiceBlockingStub;
import dev.scriptorium.runtime.failure.FailureStatus;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks translator-service and inference-service over gRPC. Thread-safe. */
@Singleton
public final class GrpcCatalogue implements ServedTasks {

    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final long DEADLINE_MILLIS = 5_000;

    /** Names that clients made up must not fill the memory. */
    private static final int MAX_LABEL_SETS = 1_000;

    private final ClassificationServiceBlockingStub classification;
    private final Clock clock;
    private final Remembered<LanguagePaths> languages;
    private final Remembered<List<ModelDescription>> models;
    private final Map<String, Remembered<Boolean>> labelSets = new ConcurrentHashMap<>();

    public GrpcCatalogue(
            @GrpcClient("translator") TranslatorServiceBlockingStub translator,
            @GrpcClient("inference") InferenceServiceBlockingStub inference,
            @GrpcClient("inference") ClassificationServiceBlockingStub classification,
            Clock clock) {
        this.classification = classification;
        this.clock = clock;
        this.languages = new Remembered<>(() -> ask("translator", () -> languages(translator)), clock, REMEMBERED);
        this.models = new Remembered<>(() -> ask("inference", () -> models(inference)), clock, REMEMBERED);
    }

    /** Fails as a call of translator-service fails. */
    public LanguagePaths languages() {
        return languages.get();
    }

    /** Fails as a call of inference-service fails. */
    public List<ModelDescription> models() {
        return models.get();
    }

    @Override
    public void require(RequestedTasks tasks) {
        for (TaskSpec task : tasks.tasks()) {
            switch (task) {
                case TaskSpec.Translate translate -> requirePair(tasks.sourceLanguage(), translate.target());
                case TaskSpec.Classify classify -> requireLabelSet(classify.target());
                case TaskSpec.Summarize summarize -> {} // its model was looked up when it was asked for
            }
        }
    }

    /** Before the job exists, so that a repeated submission is known by the model that it got. */
    @Override
    public String summaryModel(String name) {
        List<ModelDescription> known;
        try {
            known = models();
        } catch (FailureException unknown) {
            if (name.isEmpty()) {
                throw unknown;
            }
            return name;
        }
        return new SummaryModels(known).require(name);
    }

    private void requirePair(String source, String target) {
        try {
            if (languages().lead(source, target) || moreMayCome()) {
                return;
            }
        } catch (FailureException unknown) {
            return;
        }
        String targets = String.join(", ", languages().targets(source));
        throw new FailureException(
                FailureCode.LANGUAGE_PAIR_UNAVAILABLE,
                "No model translates " + (source.isEmpty() ? "" : "from " + source + " ") + "to " + target
                        + "; the target languages are: " + targets + ".");
    }

    /** What a model translates that cannot serve at present is not known. */
    private boolean moreMayCome() {
        return models().stream()
                .anyMatch(model -> model.getTask() == ModelTask.MODEL_TASK_GENERATE && model.hasUnavailable());
    }

    private void requireLabelSet(String name) {
        if (labelSets.size() > MAX_LABEL_SETS) {
            labelSets.clear();
        }
        boolean known = labelSets
                .computeIfAbsent(name, one -> new Remembered<>(() -> isKnown(one), clock, REMEMBERED))
                .get();
        if (!known) {
            throw new FailureException(FailureCode.LABEL_SET_UNKNOWN, "There is no label set named " + name + ".");
        }
    }

    /** inference-service looks the label set up before it sees that the only text is empty. */
    private boolean isKnown(String labelSet) {
        ClassifyTextsRequest question = ClassifyTextsRequest.newBuilder()
                .addTexts("")
                .setLabelSet(labelSet)
                .build();
        try {
            return ask("inference", () -> {
                classification
                        .withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
                        .classifyTexts(question);
                return true;
            });
        } catch (FailureException answer) {
            return answer.code() != FailureCode.LABEL_SET_UNKNOWN;
        }
    }

    private static LanguagePaths languages(TranslatorServiceBlockingStub translator) {
        return new LanguagePaths(translator
                .withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
                .listLanguagePairs(ListLanguagePairsRequest.getDefaultInstance())
                .getPathsList()
                .stream()
                .map(path -> List.copyOf(path.getLanguagesList()))
                .toList());
    }

    private static List<ModelDescription> models(InferenceServiceBlockingStub inference) {
        return inference
                .withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
                .listModels(ListModelsRequest.getDefaultInstance())
                .getModelsList();
    }

    private static <T> T ask(String service, Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw FailureStatus.fromGrpc(service, e);
        }
    }
}
