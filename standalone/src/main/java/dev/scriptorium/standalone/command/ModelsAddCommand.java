package dev.scriptorium.standalone.command;

import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.inference.trial.ModelTrial;
import dev.scriptorium.inference.trial.TrialReport;
import dev.scriptorium.modelrepository.ModelFolders;
import dev.scriptorium.modelrepository.ModelLocation;
import dev.scriptorium.models.ModelDigest;
import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.models.AddedModel;
import dev.scriptorium.standalone.models.AddedModels;
import dev.scriptorium.standalone.models.FetchReport;
import dev.scriptorium.standalone.models.ModelSettings;
import dev.scriptorium.standalone.report.TrialPrinter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
        name = "add",
        description = {
            "Fetch a model, check it, try it, and keep it in the data folder.",
            "An added model goes before a shipped one that does the same, and replaces one of its name."
        },
        mixinStandardHelpOptions = true)
final class ModelsAddCommand implements Callable<Integer> {
    private static final String COMMIT = "[0-9a-f]{40}";

    @Mixin
    private final DataOption data = new DataOption();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = {
                "The name under which it is served, such as sentiment for another classifier of the label set",
                "sentiment. Default: the name of the repository or folder."
            })
    private @Nullable String name;

    @Parameters(
            paramLabel = "PLACE",
            description = {
                "hf://org/name[@revision], s3://bucket/prefix or a folder in the layout of transformers;",
                "with #sha256=DIGEST only a model of this digest is taken."
            })
    private String place = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        DataFolder folder = data.folder();
        folder.create();
        AddedModels added = ModelsCommand.addedModels(folder);
        ModelLocation location = location();
        added.requireFree(location.name());
        ModelSettings settings = ModelSettings.read();
        Path files = fetch(location.name(), settings);
        TrialReport report =
                new ModelTrial(new OnnxModelLoader(), settings.engine()).run(location.name(), files, List.of());
        String digest = ModelDigest.of(files);
        added.add(note(location, files, report, digest), files, isFetched(location));
        new TrialPrinter(System.out).print(report, digest, settings.engine().threads());
        System.out.println("added " + location.name() + "; " + ModelsCommand.whenItServes(folder));
        return ScriptoriumCommand.SUCCEEDED;
    }

    private ModelLocation location() {
        try {
            ModelLocation location = ModelLocation.parse(name == null ? place : name + "=" + place);
            if (location.place() instanceof ModelLocation.Place.Endpoint) {
                throw new IllegalArgumentException(
                        "a remote model has no files to add; write it to scriptorium.models.locations");
            }
            return location;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** A model that no engine loads is refused before its weights are fetched. */
    private Path fetch(String model, ModelSettings settings) {
        ModelFolders folders = ModelFolders.ofOne(name == null ? place : name + "=" + place, settings.models());
        try (FetchReport reported = new FetchReport(System.err, () -> folders.progress(model))) {
            folders.config(model).ifPresent(config -> OnnxModelLoader.requireSupported(config.getParent()));
            Path files = folders.folder(model);
            OnnxModelLoader.requireSupported(files);
            return files;
        }
    }

    private AddedModel note(ModelLocation location, Path files, TrialReport report, String digest) {
        String commit = files.getFileName().toString();
        String source = location.place() instanceof ModelLocation.Place.Hub hub
                ? hub.model().toString()
                : place.replaceFirst("#.*", "");
        return new AddedModel(
                location.name(),
                source,
                commit.matches(COMMIT) ? commit : "",
                digest,
                report.card().task().toString(),
                report.card().licence(),
                report.fileBytes());
    }

    /** Whether the files lie in a cache, where they never change. */
    private static boolean isFetched(ModelLocation location) {
        return switch (location.place()) {
            case ModelLocation.Place.Hub hub -> true;
            case ModelLocation.Place.S3 s3 -> true;
            case ModelLocation.Place.Archive archive -> true;
            case ModelLocation.Place.Folder folder -> false;
            case ModelLocation.Place.Endpoint endpoint -> false;
        };
    }
}
