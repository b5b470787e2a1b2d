package dev.scriptorium.standalone.command;

import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.inference.trial.Calibration;
import dev.scriptorium.inference.trial.HeldOutPair;
import dev.scriptorium.inference.trial.ScoreCalibration;
import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.models.AddedModels;
import dev.scriptorium.standalone.models.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "calibrate",
        description = {
            "Set the score below which translations of an added model are flagged LOW_SCORE, from held-out pairs.",
            "Of the model's translations of these texts, as many lie below it as --flag says. Written to its quality.json."
        },
        mixinStandardHelpOptions = true)
final class ModelsCalibrateCommand implements Callable<Integer> {
    private static final double MOST_PERCENT = 50;

    @Mixin
    private final DataOption data = new DataOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "An added translator.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "Pairs of its field: a source and its translation in each line, with a tab between them.")
    private Path file = Path.of("");

    @Option(
            names = "--direction",
            paramLabel = "DIRECTION",
            description = "Such as en-de. Needed where the model translates in several.")
    private @Nullable String direction;

    @Option(
            names = "--flag",
            paramLabel = "PERCENT",
            defaultValue = "3",
            description = "How many translations of these texts are flagged, in percent. Default: 3.")
    private double percent;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (!(percent > 0 && percent <= MOST_PERCENT)) {
            throw new ParameterException(
                    spec.commandLine(), "--flag must be above 0 and at most " + (int) MOST_PERCENT + ": " + percent);
        }
        List<HeldOutPair> pairs = pairs();
        DataFolder folder = data.folder();
        AddedModels added = ModelsCommand.addedModels(folder);
        added.require(name);
        ModelSettings settings = ModelSettings.read();
        Calibration calibration = new ScoreCalibration(new OnnxModelLoader(), settings.engine())
                .run(name, added.folder(name), direction, pairs, percent);
        added.setThresholds(name, Map.of(calibration.direction(), calibration.threshold()));
        System.out.printf(
                Locale.ROOT,
                "%s %s: translations with a score below %.3f are flagged, %d of these %d%n",
                name,
                calibration.direction(),
                calibration.threshold(),
                calibration.flagged(),
                calibration.pairs());
        System.out.printf(
                Locale.ROOT,
                "%d of them are bad (chrF below %.0f), and %d of these are flagged%n",
                calibration.bad(),
                ScoreCalibration.BAD_BELOW_CHRF,
                calibration.badFlagged());
        System.out.println("wrote quality.json of " + name + "; " + ModelsCommand.whenItServes(folder));
        return ScriptoriumCommand.SUCCEEDED;
    }

    private List<HeldOutPair> pairs() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "There is no file " + file);
        }
        List<HeldOutPair> pairs = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String[] columns = lines.get(i).split("\t", -1);
            if (columns.length != 2 || columns[0].isBlank() || columns[1].isBlank()) {
                throw new ParameterException(
                        spec.commandLine(),
                        file + ":" + (i + 1) + " is no source and translation with one tab between them");
            }
            pairs.add(new HeldOutPair(columns[0].strip(), columns[1].strip()));
        }
        if (pairs.size() < ScoreCalibration.FEWEST_PAIRS) {
            throw new ParameterException(
                    spec.commandLine(),
                    file + " has " + pairs.size() + " pairs; a threshold needs at least "
                            + ScoreCalibration.FEWEST_PAIRS);
        }
        return pairs;
    }
}
