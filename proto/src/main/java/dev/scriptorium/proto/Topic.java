package dev.scriptorium.proto;

import java.time.Duration;

/** A Kafka topic: its name ends in the major version of what it carries. */
public record Topic(String name, int partitions, Duration retention) {

    public Topic {
        if (!name.matches("[a-z]+(\\.[a-z]+)*\\.v[1-9][0-9]*")) {
            throw new IllegalArgumentException("a topic is named like documents.received.v1: " + name);
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("a topic has at least one partition: " + partitions);
        }
    }
}
