package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.LabelSet;
import dev.scriptorium.standalone.client.LabelSetClient;
import dev.scriptorium.standalone.report.LabelSetReport;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Label sets of one's own. */
@Command(
        name = "labels",
        description = {
            "Label sets of your own, made from examples or descriptions; then: process --classify NAME.",
            "Uses the instance that runs on the data folder, or starts one for the call."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            LabelsTrainCommand.class,
            LabelsCreateCommand.class,
            LabelsCommand.Listing.class,
            LabelsCommand.Show.class,
            LabelsCommand.Delete.class,
            LabelsCommand.Try.class
        })
final class LabelsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: train, create, list, show, delete or try");
    }

    @Command(name = "list", description = "List the label sets.", mixinStandardHelpOptions = true)
    static final class Listing extends OnInstance {
        @Override
        int act(Target target) {
            LabelSetClient labelSets = new LabelSetClient(target.client());
            new LabelSetReport(System.out).printAll(labelSets.labelSets());
            return ScriptoriumCommand.SUCCEEDED;
        }
    }

    @Command(name = "show", description = "Show how well a label set does.", mixinStandardHelpOptions = true)
    static final class Show extends OnInstance {
        @Parameters(paramLabel = "NAME", description = "The label set.")
        private String name = "";

        @Option(names = "--json", description = "All that is known, as JSON.")
        private boolean json;

        @Override
        int act(Target target) {
            LabelSetClient labelSets = new LabelSetClient(target.client());
            if (json) {
                System.out.println(labelSets.json(name).toPrettyString());
            } else {
                new LabelSetReport(System.out).print(labelSets.labelSet(name));
            }
            return ScriptoriumCommand.SUCCEEDED;
        }
    }

    @Command(name = "delete", description = "Delete a label set.", mixinStandardHelpOptions = true)
    static final class Delete extends OnInstance {
        @Parameters(paramLabel = "NAME", description = "The label set.")
        private String name = "";

        @Override
        int act(Target target) {
            LabelSetClient labelSets = new LabelSetClient(target.client());
            labelSets.delete(name);
            System.out.println("deleted " + name);
            return ScriptoriumCommand.SUCCEEDED;
        }
    }

    @Command(name = "try", description = "Classify texts by a label set.", mixinStandardHelpOptions = true)
    static final class Try extends OnInstance {
        private static final int SCORES = 5;

        @Parameters(index = "0", paramLabel = "NAME", description = "The label set.")
        private String name = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "TEXT", description = "Texts.")
        private List<String> texts = new ArrayList<>();

        @Override
        int act(Target target) {
            LabelSetClient labelSets = new LabelSetClient(target.client());
            LabelSetReport report = new LabelSetReport(System.out);
            List<LabelSet.Answer> answers = labelSets.classify(name, texts);
            boolean failed = false;
            for (int i = 0; i < texts.size(); i++) {
                report.printAnswer(texts.get(i), answers.get(i), SCORES);
                failed |= answers.get(i).error() != null;
            }
            return failed ? ScriptoriumCommand.FAILED : ScriptoriumCommand.SUCCEEDED;
        }
    }
}
