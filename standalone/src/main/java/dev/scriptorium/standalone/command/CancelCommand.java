package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        description = {
            "Cancel a job. What is done is kept; documents in progress are stopped.",
            "Exit code 1 when the job had ended already."
        },
        mixinStandardHelpOptions = true)
final class CancelCommand extends OnInstance {
    @Parameters(paramLabel = "JOB", description = "The id of the job.")
    private String id = "";

    @Override
    int act(Target target) {
        Job before = target.client().job(id);
        if (before.hasEnded()) {
            System.err.println("the job had ended before: " + before.state());
            return ScriptoriumCommand.FAILED;
        }
        Job job = target.client().cancel(id);
        System.out.printf(
                "cancelled; %d of %d documents were done%n",
                job.documents().succeeded(), job.documents().total());
        return ScriptoriumCommand.SUCCEEDED;
    }
}
