package dev.scriptorium.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.client.Document;
import dev.scriptorium.client.Job;
import dev.scriptorium.client.Language;
import dev.scriptorium.client.NewJob;
import dev.scriptorium.client.Page;
import dev.scriptorium.client.ScriptoriumClient;
import dev.scriptorium.client.ScriptoriumException;
import dev.scriptorium.client.State;
import dev.scriptorium.client.Translation;
import dev.scriptorium.ingest.facade.ServicesHere;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java client against this API: its records are those of the answers. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(ServicesHere.class)
class JavaClientIT {

    private ScriptoriumClient client;

    @TempDir
    Path folder;

    @BeforeEach
    void connect() {
        client = ScriptoriumClient.builder(URI.create("http://127.0.0.1:" + RestAssured.port))
                .build();
    }

    @Test
    void submitsFollowsAndStopsAJob() throws IOException {
        Path file = Files.writeString(folder.resolve("größe.txt"), "Good morning.");
        NewJob wanted = NewJob.builder()
                .file(file)
                .text(new NewJob.TextDocument("a", "note.txt", "Good evening.", "en"))
                .translate("de")
                .idempotencyKey("java-client")
                .build();

        Job job = client.submit(wanted);
        List<Document> documents = client.documents(job.id());

        assertThat(client.submit(wanted).id()).isEqualTo(job.id());
        assertThat(job.documents().total()).isEqualTo(2);
        assertThat(documents).extracting(Document::fileName).containsExactly("note.txt", "größe.txt");
        assertThat(documents.getFirst().customId()).isEqualTo("a");
        assertThat(documents.getFirst().tasks()).extracting(Document.Task::task).containsExactly("translate:de");
        assertThat(client.document(documents.getFirst().id()).jobId()).isEqualTo(job.id());
        assertThat(client.jobs(null))
                .extracting(Page::entries)
                .satisfies(jobs -> assertThat(jobs).extracting(Job::id).contains(job.id()));
        assertThat(client.finished(job.id(), Duration.ofMillis(300)).state().isFinished())
                .isFalse();
        assertThat(client.downloadOriginal(documents.getLast().id(), folder.resolve("copy.txt")))
                .hasContent("Good morning.");
        assertThatExceptionOfType(ScriptoriumException.class)
                .isThrownBy(() -> client.translation(documents.getFirst().id(), "de"))
                .matches(failure -> failure.code().equals("RESULT_PENDING"));
        assertThat(client.cancel(job.id()).state()).isEqualTo(State.CANCELLED);
        assertThatExceptionOfType(ScriptoriumException.class)
                .isThrownBy(() -> client.retry(job.id()))
                .matches(failure -> failure.code().equals("NOT_RETRYABLE") && failure.status() == 409);
    }

    @Test
    void translatesTextsAndListsLanguages() {
        List<Translation> translations = client.translate(List.of("Good morning.", ""), "en", "de");

        assertThat(translations.getFirst().text()).isEqualTo("GOOD MORNING.");
        assertThat(translations.getFirst().path()).containsExactly("en", "de");
        assertThat(translations.getFirst().segments()).hasSize(1);
        assertThat(translations.getLast().error())
                .isNotNull()
                .matches(error -> error != null && error.code().equals("EMPTY_TEXT"));
        assertThat(client.languages()).extracting(Language::code).containsExactly("en", "fr");
        assertThatExceptionOfType(ScriptoriumException.class)
                .isThrownBy(() -> client.translate(List.of(), null, "de"))
                .matches(failure -> failure.code().equals("BAD_REQUEST") && !failure.isRetryable());
    }
}
