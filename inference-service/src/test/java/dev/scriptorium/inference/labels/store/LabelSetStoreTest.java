package dev.scriptorium.inference.labels.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.classifier.Head;
import dev.scriptorium.classifier.Learnt;
import dev.scriptorium.classifier.Quality;
import dev.scriptorium.classifier.Threshold;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelSetStoreTest {

    @TempDir
    Path directory;

    private LabelSetStore store;

    @BeforeEach
    void open() {
        store = new LabelSetStore(directory.resolve("label-sets"));
    }

    @Test
    void givesBackWhatItWasGiven() {
        LabelSet set = aLabelSet("post", 0.25f);
        StoredLabelSet saved = store.save(set);

        StoredLabelSet found = another().find("post").orElseThrow();

        assertThat(found).usingRecursiveComparison().isEqualTo(saved);
        assertThat(found.set()).usingRecursiveComparison().isEqualTo(set);
        assertThat(store.find("post").orElseThrow().set())
                .isSameAs(store.find("post").orElseThrow().set());
    }

    @Test
    void servesTheNewVersionAndKeepsNoOldOne() throws IOException {
        store.save(aLabelSet("post", 0.25f));
        LabelSetStore other = another();
        String before = other.find("post").orElseThrow().digest();

        String after = store.save(aLabelSet("post", 0.5f)).digest();

        assertThat(after).isNotEqualTo(before);
        assertThat(other.find("post").orElseThrow().digest()).isEqualTo(after);
        try (Stream<Path> versions = Files.list(directory.resolve("label-sets/.versions"))) {
            assertThat(versions).hasSize(1);
        }
    }

    @Test
    void forgetsWhatIsDeletedInEveryProcess() {
        store.save(aLabelSet("post", 0.25f));
        LabelSetStore other = another();
        other.find("post");

        assertThat(store.delete("post")).isTrue();

        assertThat(other.find("post")).isEmpty();
        assertThat(store.names()).isEmpty();
        assertThat(store.delete("post")).isFalse();
    }

    @Test
    void listsByName() {
        store.save(aLabelSet("post", 0.25f));
        store.save(aLabelSet("mood", 0.25f));

        assertThat(store.names()).containsExactly("mood", "post");
    }

    @Test
    void hasNothingWhereThereIsNoDirectory() {
        assertThat(store.names()).isEmpty();
        assertThat(store.find("post")).isEmpty();
        assertThat(store.find("../post")).isEmpty();
    }

    @Test
    void refusesNamesThatLeadElsewhere() {
        for (String name : List.of("", "..", "a/b", ".versions", "Post", "a".repeat(65))) {
            assertThatThrownBy(() -> store.save(aLabelSet(name, 0.25f)))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST));
        }
    }

    @Test
    void saysThatAFileIsDamaged() throws IOException {
        store.save(aLabelSet("post", 0.25f));
        Files.writeString(directory.resolve("label-sets/post/model.safetensors"), "nonsense");

        assertThatThrownBy(() -> another().find("post"))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_CORRUPT));
    }

    private LabelSetStore another() {
        return new LabelSetStore(directory.resolve("label-sets"));
    }

    private static LabelSet aLabelSet(String name, float weight) {
        Head head = new Head(2, new float[] {1, 2, 3, weight}, new int[] {7, 15_999}, new float[] {5, 6, 7, 8}, 1.5);
        Quality.OfLabel label = new Quality.OfLabel(10, 0.9, 0.8, 0.85, List.of(8, 2));
        return new LabelSet(
                name,
                List.of("bill | invoice", "memo"),
                new LabelSet.Embedding("sentence-embedding", "0123456789abcdef0123"),
                new Learnt(
                        head,
                        new Threshold(0.7, 0.95, 0.8),
                        new Quality(5, 0.85, 0.7, 0.95, 0.5, 0.85, List.of(label, label)),
                        0.1,
                        true),
                List.of("the label memo has only 3 examples"));
    }
}
