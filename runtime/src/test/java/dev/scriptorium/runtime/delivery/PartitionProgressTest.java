package dev.scriptorium.runtime.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionProgressTest {

    @Test
    void commitsUpToTheFirstRecordThatIsNotFinished() {
        PartitionProgress progress = new PartitionProgress(10);
        progress.started(10);
        progress.started(11);
        progress.started(12);

        progress.finished(11);
        assertThat(progress.toCommit()).isEmpty();

        progress.finished(10);
        assertThat(progress.toCommit()).hasValue(12);
        assertThat(progress.toCommit()).isEmpty();
    }

    @Test
    void passesOverOffsetsThatHoldNoRecord() {
        PartitionProgress progress = new PartitionProgress(0);
        progress.started(0);
        progress.started(7);

        progress.finished(0);
        assertThat(progress.toCommit()).hasValue(7);
    }

    @Test
    void refusesToFinishTwice() {
        PartitionProgress progress = new PartitionProgress(0);
        progress.started(0);
        progress.finished(0);

        assertThatIllegalArgumentException().isThrownBy(() -> progress.finished(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverCommitsPastAnUnfinishedRecord(long seed) {
        Random random = new Random(seed);
        PartitionProgress progress = new PartitionProgress(0);
        List<Long> unfinished = new ArrayList<>();
        long next = 0;
        for (int step = 0; step < 2_000; step++) {
            if (unfinished.isEmpty() || random.nextInt(5) < 2) {
                next += random.nextInt(3);
                progress.started(next);
                unfinished.add(next++);
            } else {
                progress.finished(unfinished.remove(random.nextInt(unfinished.size())));
            }
            OptionalLong commit = progress.toCommit();
            if (commit.isPresent()) {
                assertThat(unfinished).as("seed %d, step %d", seed, step).allMatch(o -> o >= commit.getAsLong());
            }
        }
    }
}
