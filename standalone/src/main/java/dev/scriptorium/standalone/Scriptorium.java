package dev.scriptorium.standalone;

import dev.scriptorium.standalone.command.ScriptoriumCommand;
import dev.scriptorium.standalone.report.Cost;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The program behind {@code ./scriptorium}. Commands that only ask a running instance never start the services. */
@QuarkusMain
public final class Scriptorium {
    private Scriptorium() {}

    public static void main(String[] arguments) {
        Cost.begin();
        StartScript.takeOverStandardError();
        System.exit(ScriptoriumCommand.execute(StartScript.arguments(arguments)));
    }
}
