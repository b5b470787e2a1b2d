package dev.scriptorium.standalone.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FolderProcessTest {
    private static final DataFolder DATA = new DataFolder(Path.of("/srv/scriptorium"));

    @Test
    void knowsTheServersAndParsersOfTheFolder() {
        assertThat(FolderProcess.name(
                        List.of(
                                "/opt/jdk/bin/java",
                                "-cp",
                                "/opt/jars/*",
                                "dev.scriptorium.embedded.BrokerProcess",
                                "/srv/scriptorium/kafka/server.properties"),
                        DATA))
                .contains("Kafka");
        assertThat(FolderProcess.name(
                        List.of(
                                "/srv/scriptorium/programs/postgres-1/bin/postgres",
                                "-D",
                                "/srv/scriptorium/postgres/cluster"),
                        DATA))
                .contains("Postgres");
        assertThat(FolderProcess.name(
                        List.of(
                                "/opt/jdk/bin/java",
                                "-Djava.io.tmpdir=/srv/scriptorium/tmp/fork-1",
                                "dev.scriptorium.ingest.extraction.fork.ForkMain"),
                        DATA))
                .contains("a document parser");
        assertThat(FolderProcess.name(
                        List.of(
                                "/opt/jdk/bin/java",
                                "-Djava.io.tmpdir=/srv/scriptorium/services/translator",
                                "-jar",
                                "/opt/scriptorium/translator/quarkus-run.jar"),
                        DATA))
                .contains("translator");
    }

    @Test
    void leavesProcessesAloneThatBelongToAnotherFolderOrOnlyNameThisOne() {
        assertThat(FolderProcess.name(List.of("/usr/bin/postgres", "-D", "/srv/scriptorium2/postgres/cluster"), DATA))
                .isEmpty();
        assertThat(FolderProcess.name(List.of("/usr/bin/less", "/srv/scriptorium/postgres/postgres.log"), DATA))
                .isEmpty();
        assertThat(FolderProcess.name(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "…",
                                "sh",
                                "/x/bin/postgres",
                                "-D",
                                "/srv/scriptorium/postgres/cluster"),
                        DATA))
                .isEmpty();
        assertThat(FolderProcess.name(List.of(), DATA)).isEmpty();
    }
}
