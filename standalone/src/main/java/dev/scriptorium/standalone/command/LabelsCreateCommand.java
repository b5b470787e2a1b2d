package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.LabelSetClient;
import dev.scriptorium.standalone.client.LabelSetClient.Training;
import dev.scriptorium.standalone.report.LabelSetReport;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description = {
            "Make a label set from descriptions alone, such as --label invoice=\"an invoice or a bill\".",
            "A rough start: how good it is, is not known; a few examples make it much better."
        },
        mixinStandardHelpOptions = true)
final class LabelsCreateCommand extends OnInstance {
    @Parameters(paramLabel = "NAME", description = "Of the label set: lower-case letters, digits, hyphens.")
    private String name = "";

    @Option(
            names = "--label",
            required = true,
            paramLabel = "LABEL=DESCRIPTION",
            description = "What a label means, in words. At least two.")
    private Map<String, String> descriptions = new LinkedHashMap<>();

    @Override
    int act(Target target) {
        LabelSetClient labelSets = new LabelSetClient(target.client());
        new LabelSetReport(System.out)
                .print(labelSets.train(name, new Training("text/csv", new byte[0], descriptions, 0)));
        return ScriptoriumCommand.SUCCEEDED;
    }
}
