package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.instance.DataFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that every command has. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Where everything is kept. Default: the value of SCRIPTORIUM_DATA,",
                "else data in the source tree, else ~/.local/share/scriptorium."
            })
    private @Nullable Path folder;

    DataFolder folder() {
        return DataFolder.choose(folder);
    }
}
