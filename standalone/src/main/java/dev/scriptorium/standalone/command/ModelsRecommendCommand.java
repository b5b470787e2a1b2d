package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.models.Recommendation;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "recommend",
        description = "Name published models for a task, the first to try first. Asks no server.",
        mixinStandardHelpOptions = true)
final class ModelsRecommendCommand implements Callable<Integer> {

    @ArgGroup(multiplicity = "1")
    private Task task = new Task();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private static final class Task {
        @Option(
                names = "--translate",
                paramLabel = "DIRECTION",
                description = "Translators of a direction, such as en-de.")
        private @Nullable String direction;

        @Option(names = "--summarize", description = "Models that write summaries.")
        private boolean summarize;

        @Option(names = "--classify", description = "Classifiers.")
        private boolean classify;

        @Option(names = "--embed", description = "Sentence embeddings.")
        private boolean embed;

        String words() {
            return direction != null
                    ? "translate " + direction
                    : summarize ? "summarize" : classify ? "classify" : "embed";
        }
    }

    @Override
    public Integer call() {
        if (task.direction != null && !task.direction.matches("[a-z]{2,3}-[a-z]{2,3}")) {
            throw new ParameterException(
                    spec.commandLine(), "--translate needs a direction such as en-de, not " + task.direction);
        }
        List<Recommendation> found = Recommendation.all().stream()
                .filter(model -> model.isFor(task.words()))
                .toList();
        found.forEach(model -> {
            System.out.printf("%-62s %-8s %s%n", model.model(), model.size(), model.licence());
            System.out.println("   " + model.why());
            System.out.println("   scriptorium models add hf://" + model.model());
        });
        return ScriptoriumCommand.SUCCEEDED;
    }
}
