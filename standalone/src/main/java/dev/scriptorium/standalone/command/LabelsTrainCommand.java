package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.LabelSetClient;
import dev.scriptorium.standalone.client.LabelSetClient.Training;
import dev.scriptorium.standalone.report.LabelSetReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "train",
        description = "Make a label set from examples, in place of one of the same name, and show how well it does.",
        mixinStandardHelpOptions = true)
final class LabelsTrainCommand extends OnInstance {
    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "Of the label set: lower-case letters, digits, hyphens.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description =
                    "CSV with a header that names the columns text and label, or .jsonl: {\"text\":…, \"label\":…} a line.")
    private Path file = Path.of("");

    @Option(
            names = "--label",
            paramLabel = "LABEL=DESCRIPTION",
            description = "What a label means, in words: helps where there are few examples.")
    private Map<String, String> descriptions = new LinkedHashMap<>();

    @Option(
            names = "--precision",
            paramLabel = "SHARE",
            description =
                    "Requested share of right answers among the sure ones, such as 0.95. Default: 0.9, as configured.")
    private double precision;

    private byte[] examples = {};

    @Override
    void prepare() throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new InputFiles.Unreadable("The file " + file + " cannot be read.");
        }
        examples = Files.readAllBytes(file);
    }

    @Override
    int act(Target target) {
        LabelSetClient labelSets = new LabelSetClient(target.client());
        new LabelSetReport(System.out)
                .print(labelSets.train(name, new Training(contentType(file), examples, descriptions, precision)));
        return ScriptoriumCommand.SUCCEEDED;
    }

    private static String contentType(Path file) {
        String lower = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return lower.endsWith(".jsonl") || lower.endsWith(".ndjson") ? "application/x-ndjson" : "text/csv";
    }
}
