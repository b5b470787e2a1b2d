package dev.scriptorium.standalone.command;

import dev.scriptorium.runtime.kafka.TopicsAdministration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "topics",
        description = "Create or check the topics of a Kafka of your own, by the same variables as the services.",
        mixinStandardHelpOptions = true)
final class TopicsCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(description = "Create the topics that are missing. Exit code 1 when others are not as they have to be.")
    int apply() {
        TopicsAdministration topics = TopicsAdministration.ofEnvironment();
        topics.apply().forEach(topic -> spec.commandLine().getOut().println("created " + topic));
        return report(topics);
    }

    @Command(description = "Compare the topics with the configuration. Exit code 1 when they differ.")
    int check() {
        return report(TopicsAdministration.ofEnvironment());
    }

    private int report(TopicsAdministration topics) {
        List<String> differences = topics.check();
        differences.forEach(spec.commandLine().getOut()::println);
        if (differences.isEmpty()) {
            spec.commandLine().getOut().println("the topics at " + topics.brokers() + " are as they have to be");
        }
        return differences.isEmpty() ? ScriptoriumCommand.SUCCEEDED : ScriptoriumCommand.FAILED;
    }
}
