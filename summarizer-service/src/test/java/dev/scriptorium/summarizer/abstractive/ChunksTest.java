package dev.scriptorium.summarizer.abstractive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.proto.summarizer.v1.ChunkState;
import dev.scriptorium.proto.summarizer.v1.PartState;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunksTest {

    @Test
    void dividesIntoAsFewPiecesOfAboutTheSameSizeAsTheLimitAllows() {
        List<ChunkState> chunks = Chunks.of(Collections.nCopies(11, 10), 100);

        assertThat(chunks).extracting(ChunkState::getCandidateCount).containsExactly(6, 5);
    }

    @Test
    void makesOnePieceOfATextAtTheLimitAndTwoOfOneTokenMore() {
        assertThat(Chunks.of(List.of(50, 50), 100)).hasSize(1);
        assertThat(Chunks.of(List.of(50, 51), 100)).hasSize(2);
    }

    @Test
    void givesASegmentOverTheLimitAPieceOfItsOwn() {
        assertThat(Chunks.of(List.of(10, 500, 10), 100))
                .extracting(ChunkState::getFirstCandidate)
                .containsExactly(0, 1, 2);
    }

    @Test
    void leavesOutNoSegmentAndExceedsTheLimitOnlyWhereOneSegmentDoes() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<Integer> tokens =
                    random.ints(random.nextInt(60), 1, 150).boxed().toList();

            List<ChunkState> chunks = Chunks.of(tokens, 100);

            int next = 0;
            for (ChunkState chunk : chunks) {
                int end = chunk.getFirstCandidate() + chunk.getCandidateCount();
                int held = tokens.subList(chunk.getFirstCandidate(), end).stream()
                        .mapToInt(Integer::intValue)
                        .sum();
                assertThat(chunk.getFirstCandidate()).isEqualTo(next);
                assertThat(held <= 100 || chunk.getCandidateCount() == 1).isTrue();
                next = end;
            }
            assertThat(next).isEqualTo(tokens.size());
        }
    }

    @Test
    void putsTwoHalvesWithNewNumbersInPlaceOfAPiece() {
        PartState part = PartState.newBuilder()
                .addAllChunks(Chunks.of(Collections.nCopies(6, 50), 150))
                .build();

        PartState split = Chunks.split(part, part.getChunks(0));

        assertThat(split.getChunksList()).extracting(ChunkState::getNumber).containsExactly(2, 3, 1);
        assertThat(split.getChunksList())
                .extracting(ChunkState::getFirstCandidate)
                .containsExactly(0, 1, 3);
        assertThat(split.getChunksList())
                .extracting(ChunkState::getCandidateCount)
                .containsExactly(1, 2, 3);
    }
}
