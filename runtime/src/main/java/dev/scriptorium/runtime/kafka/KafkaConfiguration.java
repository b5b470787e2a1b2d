package dev.scriptorium.runtime.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How the pipeline uses Kafka. Servers and security come from the {@code kafka.*} keys that all Kafka clients share. */
@ConfigMapping(prefix = KafkaConfiguration.PREFIX)
public interface KafkaConfiguration {

    String PREFIX = "scriptorium.kafka";
    String PARTITIONS = "12";
    String RETENTION = "24H";

    /** What the names of topics, consumer groups and Kafka Streams applications begin with, such as {@code acme.}: two installations on one Kafka need two prefixes. */
    Optional<
                    @Pattern(
                            regexp = "[a-z][a-z0-9.-]{0,63}",
                            message = "must be lower-case letters, digits, dots and hyphens, and begin with a letter")
                    String>
            prefix();

    /** How often the brokers, the topics and the groups' offsets are looked at. */
    @WithDefault("5S")
    Duration checkEvery();

    /** Whether a service is ready only while it reaches the brokers, finds the topics and is a member of its groups. Ingest has false: it takes jobs without Kafka. */
    @WithDefault("true")
    boolean requiredForReadiness();

    TopicSettings topics();

    Streams streams();

    /** The topics of the pipeline. */
    interface TopicSettings {

        /** Whether missing topics are created at the start and later. False: {@code scriptorium topics apply} creates them. */
        @WithDefault("true")
        boolean create();

        /** Partitions of every topic; it limits how many instances of a service share the work. */
        @WithDefault(PARTITIONS)
        @Min(1)
        @Max(1000)
        int partitions();

        /** Copies of each partition; by default as many as the brokers' default.replication.factor says. */
        OptionalInt replicationFactor();

        /** How long records are kept, and states of documents in work. */
        @WithDefault(RETENTION)
        Duration retention();
    }

    /** How the stages that gather run. */
    interface Streams {

        /** False: topologies do not start and readiness does not wait for them. */
        @WithDefault("true")
        boolean enabled();

        /** Threads of each topology; more than the topics have partitions stay idle. */
        @WithDefault("1")
        @Min(1)
        @Max(64)
        int threads();

        /** Copies of each changelog topic; by default as many as the brokers' default.replication.factor says. */
        OptionalInt replicationFactor();

        /** Lock and checkpoint files, never states: those live in memory. Each process on a machine needs a folder of its own. */
        @WithDefault("${java.io.tmpdir}/scriptorium-streams")
        Path stateDirectory();
    }
}
