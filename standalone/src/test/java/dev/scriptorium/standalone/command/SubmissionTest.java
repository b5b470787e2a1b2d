package dev.scriptorium.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.standalone.client.FakeApi;
import dev.scriptorium.standalone.client.Tasks;
import dev.scriptorium.standalone.client.Upload;
import dev.scriptorium.standalone.command.Submission.Origin;
import dev.scriptorium.standalone.command.Submission.Submitted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionTest {
    private static final Tasks GERMAN = new Tasks(0, List.of("de"), List.of());

    private final FakeApi api = new FakeApi();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeAFile() throws IOException {
        file = Files.writeString(folder.resolve("x.txt"), "All is well.");
        api.answer("POST /v1/jobs", 202, FakeApi.job("j1", "QUEUED", 0, 0))
                .answer("POST /v1/jobs", 202, FakeApi.job("j2", "QUEUED", 0, 0));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void continuesTheOpenJobOfAnEarlierRunWithoutAnotherUpload() {
        api.answer("GET /v1/jobs/j1", 200, FakeApi.job("j1", "RUNNING", 0, 0));

        Submitted first = submit(submission("models"));
        Submitted second = submit(submission("models"));

        assertThat(first.origin()).isEqualTo(Origin.NEW);
        assertThat(second.origin()).isEqualTo(Origin.CONTINUED);
        assertThat(second.job().id()).isEqualTo("j1");
        assertThat(api.requests()).filteredOn("POST /v1/jobs"::equals).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUCCEEDED", "PARTIAL"})
    void namesTheResultsOfAnEarlierRunAsSuch(String state) {
        api.answer("GET /v1/jobs/j1", 200, FakeApi.job("j1", state, 1, 0));
        submit(submission("models"));

        assertThat(submit(submission("models")).origin()).isEqualTo(Origin.EARLIER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "CANCELLED", "EXPIRED"})
    void makesANewJobAfterOneThatDidNotSucceed(String state) {
        api.answer("GET /v1/jobs/j1", 200, FakeApi.job("j1", state, 0, 1));
        submit(submission("models"));

        Submitted second = submit(submission("models"));

        assertThat(second.origin()).isEqualTo(Origin.ANEW);
        assertThat(second.job().id()).isEqualTo("j2");
        assertThat(api.idempotencyKeys()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void makesANewJobWhereTheInstanceDoesNotKnowTheEarlierOne() {
        submit(submission("models"));

        assertThat(submit(submission("models")).job().id()).isEqualTo("j2");
    }

    @Test
    void makesANewJobWhenItIsAskedToOrWhenTheModelsOrTheTasksChanged() {
        api.answer("GET /v1/jobs/j1", 200, FakeApi.job("j1", "SUCCEEDED", 1, 0))
                .answer("GET /v1/jobs/j2", 200, FakeApi.job("j2", "SUCCEEDED", 1, 0));
        submit(submission("models"));

        submission("models").submit(api.client(), log(), true);
        submit(submission("other models"));
        submit(new Submission(uploads(), new Tasks(3, List.of("de"), List.of()), "models"));

        assertThat(api.idempotencyKeys()).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void usesOneKeyAgainWhereACrashKeptTheJobFromBeingNoted() throws IOException {
        submit(submission("models"));
        try (var notes = Files.list(log().folder())) {
            Files.delete(notes.findFirst().orElseThrow());
        }

        submit(submission("models"));

        assertThat(api.idempotencyKeys().stream().distinct()).hasSize(1);
    }

    @Test
    void hasAnotherKeyWhenTwoFilesGiveTheSameBytesInAnotherOrder() throws IOException {
        Path ab = Files.writeString(folder.resolve("ab"), "c");
        Path a = Files.writeString(folder.resolve("a"), "c");

        submit(new Submission(List.of(new Upload("a", a), new Upload("bc", ab)), GERMAN, ""));
        submit(new Submission(List.of(new Upload("ab", ab), new Upload("c", a)), GERMAN, ""));

        assertThat(api.idempotencyKeys()).doesNotHaveDuplicates();
    }

    private Submission submission(String versions) {
        return new Submission(uploads(), GERMAN, versions);
    }

    private List<Upload> uploads() {
        return List.of(new Upload("x.txt", file));
    }

    private Submitted submit(Submission submission) {
        return submission.submit(api.client(), log(), false);
    }

    private SubmissionLog log() {
        return new SubmissionLog(folder.resolve("submissions"));
    }
}
