package dev.scriptorium.tokenizer.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.proto.document.v1.Window;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowPlannerTest {

    @Test
    void fillsWindowsInOrder() {
        List<Window> windows = new WindowPlanner(100, 3).plan(new int[] {40, 40, 40, 1, 1, 1, 1, 200, 5});

        assertThat(windows).extracting(Window::getFirstSegment).containsExactly(0, 2, 5, 7, 8);
        assertThat(windows).extracting(Window::getSegmentCount).containsExactly(2, 3, 2, 1, 1);
        assertThat(windows).extracting(Window::getTokenCount).containsExactly(80, 42, 2, 200, 5);
        assertThat(windows).extracting(Window::getIndex).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void plansNothingForNoSegments() {
        assertThat(new WindowPlanner(10, 10).plan(new int[0])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void coversEverySegmentOnceWithinTheBudget(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            WindowPlanner planner = new WindowPlanner(1 + random.nextInt(300), 1 + random.nextInt(20));
            int[] counts = random.ints(random.nextInt(60), 0, 120).toArray();

            int next = 0;
            for (Window window : planner.plan(counts)) {
                assertThat(window.getFirstSegment()).isEqualTo(next);
                assertThat(window.getSegmentCount()).isBetween(1, planner.maxSegments());
                assertThat(window.getTokenCount() <= planner.maxTokens() || window.getSegmentCount() == 1)
                        .as("seed %d, round %d", seed, round)
                        .isTrue();
                next += window.getSegmentCount();
            }
            assertThat(next).isEqualTo(counts.length);
        }
    }
}
