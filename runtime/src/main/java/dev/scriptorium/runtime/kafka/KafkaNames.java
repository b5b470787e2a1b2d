package dev.scriptorium.runtime.kafka;

import dev.scriptorium.proto.Topic;

/**
 * The names on the brokers of one installation.
 *
 * @param prefix what all of them begin with; empty where an installation has a Kafka of its own
 */
public record KafkaNames(String prefix) {

    public static final KafkaNames PLAIN = new KafkaNames("");

    public String topic(Topic topic) {
        return prefix + topic.name();
    }

    /** The consumer group of a stage; of one that gathers also the id of its Kafka Streams application. */
    public String group(String stage) {
        return prefix + "scriptorium-" + stage;
    }
}
