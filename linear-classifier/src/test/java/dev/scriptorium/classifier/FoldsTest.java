package dev.scriptorium.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {

    @Test
    void spreadsEachLabelEvenly() {
        int[] labels = IntStream.range(0, 107).map(i -> i % 10 == 0 ? 1 : 0).toArray();
        Folds folds = Folds.of(labels, IntStream.range(0, 107).toArray(), 2, 5);

        for (int fold = 0; fold < 5; fold++) {
            int[] held = folds.heldOut(fold);
            assertThat(Arrays.stream(held).filter(i -> labels[i] == 1).count()).isBetween(2L, 3L);
            assertThat(held.length).isBetween(20, 23);
            assertThat(held.length + folds.kept(fold).length).isEqualTo(107);
        }
    }

    @Test
    void keepsAGroupTogether() {
        Random random = new Random(4);
        int[] labels = IntStream.range(0, 200).map(i -> random.nextInt(3)).toArray();
        int[] groups = IntStream.range(0, 200).map(i -> random.nextInt(40)).toArray();
        Folds folds = Folds.of(labels, groups, 3, 5);

        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < i; j++) {
                if (groups[i] == groups[j]) {
                    assertThat(folds.of()[i]).isEqualTo(folds.of()[j]);
                }
            }
        }
    }
}
