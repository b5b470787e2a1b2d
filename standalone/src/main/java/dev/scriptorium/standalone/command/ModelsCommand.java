package dev.scriptorium.standalone.command;

import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.inference.trial.ModelTrial;
import dev.scriptorium.inference.trial.TrialReport;
import dev.scriptorium.modelrepository.ModelFolders;
import dev.scriptorium.models.ModelDigest;
import dev.scriptorium.standalone.client.ServedModels;
import dev.scriptorium.standalone.instance.AccessToken;
import dev.scriptorium.standalone.instance.DataFolder;
import dev.scriptorium.standalone.instance.RunningInstance;
import dev.scriptorium.standalone.models.AddedModel;
import dev.scriptorium.standalone.models.AddedModels;
import dev.scriptorium.standalone.models.ModelSettings;
import dev.scriptorium.standalone.report.ModelTable;
import dev.scriptorium.standalone.report.TrialPrinter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Published models in place of those that ship, or beside them. */
@Command(
        name = "models",
        description = {
            "Models of the data folder: add published ones, try them, remove them.",
            "An instance that runs serves a change after its next start."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            ModelsCommand.Listing.class,
            ModelsAddCommand.class,
            ModelsCommand.Try.class,
            ModelsCommand.Remove.class,
            ModelsCalibrateCommand.class,
            ModelsRecommendCommand.class
        })
final class ModelsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: list, add, try, remove, calibrate or recommend");
    }

    static AddedModels addedModels(DataFolder folder) {
        return new AddedModels(folder.models());
    }

    /** What has to be done until a change serves. */
    static String whenItServes(DataFolder folder) {
        return folder.running()
                .map(instance -> "the instance on " + instance.baseUrl()
                        + " serves as before until it is restarted: scriptorium down, then up")
                .orElse("the next start serves it");
    }

    @Command(name = "list", description = "List the models and what serves.", mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer> {
        @Mixin
        private final DataOption data = new DataOption();

        @Override
        public Integer call() {
            DataFolder folder = data.folder();
            List<AddedModel> added = addedModels(folder).all();
            ModelTable table = new ModelTable(System.out);
            Optional<RunningInstance> running = folder.running();
            if (running.isPresent()) {
                table.print(added, ServedModels.of(running.get().inferenceUrl(), AccessToken.of(folder)));
            } else {
                table.print(added);
                System.out.println("nothing runs on " + folder.path()
                        + "; beside these, the next start serves what ships and what is configured");
            }
            return ScriptoriumCommand.SUCCEEDED;
        }
    }

    @Command(
            name = "try",
            description = "Load a model beside what runs, and run it on texts or on a sample.",
            mixinStandardHelpOptions = true)
    static final class Try implements Callable<Integer> {
        @Mixin
        private final DataOption data = new DataOption();

        @Parameters(index = "0", paramLabel = "NAME", description = "An added, configured or shipped model.")
        private String name = "";

        @Parameters(index = "1..*", arity = "0..*", paramLabel = "TEXT", description = "Texts. Default: a sample.")
        private List<String> texts = new ArrayList<>();

        @Override
        public Integer call() {
            ModelSettings settings = ModelSettings.read();
            AddedModels added = addedModels(data.folder());
            Path folder = added.find(name).isPresent()
                    ? added.folder(name)
                    : ModelFolders.of(settings.models()).folder(name);
            TrialReport report = new ModelTrial(new OnnxModelLoader(), settings.engine()).run(name, folder, texts);
            new TrialPrinter(System.out)
                    .print(report, ModelDigest.of(folder), settings.engine().threads());
            return ScriptoriumCommand.SUCCEEDED;
        }
    }

    @Command(name = "remove", description = "Remove an added model.", mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        @Mixin
        private final DataOption data = new DataOption();

        @Parameters(paramLabel = "NAME", description = "The model.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            DataFolder folder = data.folder();
            AddedModel model = addedModels(folder).require(name);
            addedModels(folder).remove(name);
            System.out.println("removed " + name
                    + (model.source().startsWith("hf://") ? "; the cache of the hub keeps what was fetched" : ""));
            folder.running()
                    .ifPresent(instance -> System.out.println("the instance on " + instance.baseUrl()
                            + " serves it until it is restarted: scriptorium down, then up"));
            return ScriptoriumCommand.SUCCEEDED;
        }
    }
}
