package dev.scriptorium.ingest.catalogue;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.ModelDescription;
import dev.scriptorium.proto.inference.v1.ModelTask;
import java.util.List;
import java.util.stream.Stream;

/** Which models of the catalogue can write summaries: all that write texts and are no translators. */
record SummaryModels(List<ModelDescription> catalogue) {

    /**
     * The model of this name; without a name the only one, of those that did not come with the product before those that did.
     * Fails with {@code SUMMARY_MODEL_UNAVAILABLE}. A model that may serve later passes.
     */
    String require(String name) {
        return name.isEmpty() ? only() : named(name);
    }

    private String only() {
        List<String> own = names(writers().filter(model -> !model.getShipped()));
        List<String> names = own.isEmpty() ? names(writers()) : own;
        return switch (names.size()) {
            case 0 ->
                throw unavailable(
                        "No model writes summaries. Add one, such as: ./scriptorium models recommend --summarize.");
            case 1 -> names.getFirst();
            default ->
                throw unavailable("Several models write summaries; name one in summarize.model: "
                        + String.join(", ", names) + ".");
        };
    }

    private String named(String name) {
        ModelDescription model = catalogue.stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> unavailable("There is no model named " + name + "; " + those()));
        if (!mayWrite(model)) {
            throw unavailable("The model " + name + " does not write summaries; " + those());
        }
        InferenceFailure failure = model.getUnavailable();
        if (model.hasUnavailable() && !failure.getRetryable()) {
            throw unavailable("The model " + name + " cannot serve: " + failure.getCode() + ": " + failure.getReason());
        }
        return name;
    }

    private String those() {
        List<String> names = names(writers());
        return names.isEmpty() ? "no model writes summaries." : "those that do are: " + String.join(", ", names) + ".";
    }

    private Stream<ModelDescription> writers() {
        return catalogue.stream()
                .filter(SummaryModels::mayWrite)
                .filter(model -> model.getTask() == ModelTask.MODEL_TASK_GENERATE);
    }

    /** Of a model that was not read yet, the task is not known. */
    private static boolean mayWrite(ModelDescription model) {
        return switch (model.getTask()) {
            case MODEL_TASK_GENERATE -> model.getLanguagePairsCount() == 0 && !model.hasManyToMany();
            case MODEL_TASK_UNSPECIFIED -> model.hasUnavailable();
            default -> false;
        };
    }

    private static List<String> names(Stream<ModelDescription> models) {
        return models.map(ModelDescription::getName).sorted().toList();
    }

    private static FailureException unavailable(String reason) {
        return new FailureException(FailureCode.SUMMARY_MODEL_UNAVAILABLE, reason);
    }
}
