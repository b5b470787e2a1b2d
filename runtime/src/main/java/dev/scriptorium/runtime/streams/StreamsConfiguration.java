package dev.scriptorium.runtime.streams;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;

/** How topologies run. Servers and security come from the {@code kafka.*} keys that all Kafka clients share. */
@ConfigMapping(prefix = "scriptorium.kafka.streams")
public interface StreamsConfiguration {

    /** False: topologies do not start and readiness does not wait for them. */
    @WithDefault("true")
    boolean enabled();

    /** Threads of each topology; more than the topics have partitions stay idle. */
    @WithDefault("1")
    @Min(1)
    @Max(64)
    int threads();

    /** Copies of each changelog topic; -1: as the brokers' default.replication.factor says. */
    @WithDefault("-1")
    @Min(-1)
    @Max(7)
    int replicationFactor();

    /** Lock and checkpoint files, never states: those live in memory. Each process on a machine needs a folder of its own. */
    @WithDefault("${java.io.tmpdir}/scriptorium-streams")
    Path stateDirectory();
}
