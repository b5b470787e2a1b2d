package dev.scriptorium.ingest.job;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.document.TimeOrderedId;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.ingest.blob.StoredBlob;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** {@code aJob().of("a.txt", "b.txt").wanting(new Summarize(3)).build()}. */
public final class NewJobBuilder {

    private static final RandomGenerator RANDOM = new Random();

    private final JobId id = new JobId(uuid());
    private String tenant = "default";
    private List<TaskSpec> wanted = List.of(new TaskSpec.Summarize(3));
    private Optional<NewJob.Key> key = Optional.empty();
    private final List<String> names = new ArrayList<>();
    private final List<String> empty = new ArrayList<>();

    public static NewJobBuilder aJob() {
        return new NewJobBuilder();
    }

    public NewJobBuilder of(String... fileNames) {
        names.addAll(List.of(fileNames));
        return this;
    }

    public NewJobBuilder withEmpty(String fileName) {
        names.add(fileName);
        empty.add(fileName);
        return this;
    }

    public NewJobBuilder wanting(TaskSpec... tasks) {
        wanted = List.of(tasks);
        return this;
    }

    public NewJobBuilder from(String itsTenant) {
        tenant = itsTenant;
        return this;
    }

    public NewJobBuilder keyed(String value, String content) {
        key = Optional.of(new NewJob.Key(value, Sha256.of(content.getBytes(StandardCharsets.UTF_8))));
        return this;
    }

    public NewJob build() {
        return new NewJob(
                id,
                tenant,
                new RequestedTasks(wanted, "en", Lane.BULK),
                TraceParent.start(RANDOM),
                key,
                Optional.empty(),
                Optional.empty(),
                names.stream().map(this::document).toList());
    }

    private NewJob.NewDocument document(String name) {
        byte[] content = empty.contains(name) ? new byte[0] : name.getBytes(StandardCharsets.UTF_8);
        return new NewJob.NewDocument(
                new DocumentId(uuid()),
                "",
                name,
                "text/plain",
                "en",
                new StoredBlob(Sha256.of(content), new DataSize(content.length)),
                wanted.stream().map(task -> new TaskId(uuid())).toList());
    }

    private static UUID uuid() {
        return TimeOrderedId.next(InstantSource.system(), RANDOM);
    }
}
