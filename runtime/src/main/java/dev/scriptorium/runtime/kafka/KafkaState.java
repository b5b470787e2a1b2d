package dev.scriptorium.runtime.kafka;

import java.util.List;

/** The result of the last check of the brokers. */
public sealed interface KafkaState {

    /** Not checked yet. */
    record NotChecked() implements KafkaState {}

    /** They do not answer, or refuse this client; says what the client reported. */
    record Unreachable(String cause) implements KafkaState {}

    /** They answer, and topics are missing or other than they have to be. */
    record TopicsDiffer(List<String> differences) implements KafkaState {
        public TopicsDiffer {
            differences = List.copyOf(differences);
        }
    }

    /** They answer, and the topics are as they have to be. */
    record Usable() implements KafkaState {}

    default String inWords() {
        return switch (this) {
            case NotChecked() -> "not checked yet";
            case Unreachable(String cause) -> "the brokers cannot be used: " + cause;
            case TopicsDiffer(List<String> differences) -> String.join("; ", differences);
            case Usable() -> "usable";
        };
    }
}
