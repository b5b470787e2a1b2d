package dev.scriptorium.standalone.report;

import dev.scriptorium.proto.inference.v1.ModelDescription;
import dev.scriptorium.standalone.models.AddedModel;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints models for a person, one line for each. */
public final class ModelTable {
    private static final String FORMAT = "%-34s %-13s %-16s %-10s %s%n";

    private final PrintStream out;

    public ModelTable(PrintStream out) {
        this.out = out;
    }

    /** Those that were added, while nothing runs. */
    public void print(List<AddedModel> added) {
        head();
        added.forEach(model -> line(model, "after the next start"));
    }

    /** Those that were added and those that an instance serves. */
    public void print(List<AddedModel> added, List<ModelDescription> served) {
        Map<String, ModelDescription> byName =
                served.stream().collect(Collectors.toMap(ModelDescription::getName, Function.identity()));
        Map<String, AddedModel> addedByName =
                added.stream().collect(Collectors.toMap(AddedModel::name, Function.identity()));
        head();
        added.forEach(model -> line(model, state(model, byName.get(model.name()))));
        served.stream()
                .filter(model -> !addedByName.containsKey(model.getName()))
                .sorted(Comparator.comparing(ModelDescription::getName))
                .forEach(model -> line(
                        model.getName(),
                        task(model),
                        model.getLicence(),
                        model.getShipped() ? "shipped" : "configured",
                        state(model)));
    }

    private void head() {
        out.printf(FORMAT, "model", "task", "licence", "from", "state");
    }

    private void line(AddedModel model, String state) {
        line(model.name(), model.task(), model.licence(), "added", state + "; " + model.source());
    }

    private void line(String name, String task, String licence, String from, String state) {
        out.printf(FORMAT, name, task, licence.isEmpty() ? "not stated" : licence, from, state);
    }

    private static String state(AddedModel model, @Nullable ModelDescription served) {
        if (served == null || served.getShipped()) {
            return "after a restart";
        }
        return served.hasUnavailable() || served.getDigest().equals(model.digest())
                ? state(served)
                : "changed; after a restart";
    }

    private static String state(ModelDescription model) {
        return model.hasUnavailable()
                ? model.getUnavailable().getCode() + ": "
                        + model.getUnavailable().getReason()
                : "serves";
    }

    private static String task(ModelDescription model) {
        return model.getTask()
                .name()
                .replace("MODEL_TASK_", "")
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
    }
}
