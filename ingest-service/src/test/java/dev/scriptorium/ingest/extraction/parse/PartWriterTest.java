package dev.scriptorium.ingest.extraction.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartWriterTest {

    private final List<ExtractedPart> parts = new ArrayList<>();
    private final PartWriter writer = new PartWriter(new Limits(1_000_000, 10_000, 10), parts::add);

    @Test
    void numbersBlocksOverAllParts() {
        for (int i = 0; i < 3; i++) {
            add("x".repeat(30_000));
        }
        writer.end();

        assertThat(parts).hasSize(3);
        assertThat(blocks().stream().map(Block::getIndex)).containsExactly(0, 1, 2);
    }

    @Test
    void fillsAPartToTheBrim() {
        add("x".repeat(PartWriter.PART_CHARACTERS - 1));
        add("y");
        add("z");
        writer.end();

        assertThat(parts).extracting(ExtractedPart::getBlocksCount).containsExactly(2, 1);
    }

    @Test
    void endsAPartOfManySmallBlocks() {
        for (int i = 0; i < PartWriter.PART_BLOCKS + 1; i++) {
            add("x");
        }
        writer.end();

        assertThat(parts).extracting(ExtractedPart::getBlocksCount).containsExactly(PartWriter.PART_BLOCKS, 1);
    }

    @Test
    void inlineCodesStayAtTheirPlacesInTheBlocksThatAreCut() {
        String text = "The parcel came on Monday. ".repeat(2_000).strip();

        writer.add(BlockKind.BLOCK_KIND_PARAGRAPH, Place.getDefaultInstance(), text, List.of(4, text.length() - 7));
        writer.end();

        assertThat(blocks()).hasSize(2);
        assertThat(blocks().getFirst().getCodeOffsetsList()).containsExactly(4);
        Block last = blocks().getLast();
        assertThat(last.getText().substring(last.getCodeOffsets(0))).isEqualTo("Monday.");
    }

    @Test
    void cutsAHugeBlockAfterASentence() {
        String sentence = "The parcel came on Monday. ";
        add(sentence.repeat(4_000));
        writer.end();

        assertThat(blocks()).hasSizeGreaterThan(2).allSatisfy(block -> {
            assertThat(block.getText()).endsWith("Monday.");
            assertThat(block.getText()).hasSizeLessThanOrEqualTo(PartWriter.PART_CHARACTERS);
        });
    }

    /** Every cut falls on a border between two characters, and nothing is lost; the seed is in the test's name. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void losesNothingWhereItCuts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> pieces = List.of("a", "é", "漢", "😀", "e\u0301", "👩\u200d👧", ". ", " ");
        String text = IntStream.range(0, 120_000)
                .mapToObj(i -> pieces.get(random.nextInt(seed > 3 ? pieces.size() - 2 : pieces.size())))
                .collect(Collectors.joining());

        add(text);
        writer.end();

        String together = blocks().stream().map(Block::getText).collect(Collectors.joining());
        assertThat(together.replace(" ", "")).isEqualTo(text.replace(" ", ""));
        assertThat(blocks()).allSatisfy(block -> {
            assertThat(Character.isLowSurrogate(block.getText().charAt(0))).isFalse();
            assertThat(block.getText().charAt(0)).isNotIn('\u0301', '\u200d');
        });
    }

    @Test
    void leavesOutBlocksWithoutText() {
        add("\u0000 \u200B\n");
        add("text");
        writer.end();

        assertThat(blocks()).extracting(Block::getText).containsExactly("text");
    }

    @Test
    void refusesADocumentWithoutText() {
        assertThatThrownBy(writer::end)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.EMPTY_TEXT));
    }

    @Test
    void remembersTheLimitThatWasHit() {
        writer.page(10);
        assertThatThrownBy(() -> writer.page(11)).isInstanceOf(FailureException.class);

        assertThat(writer.refusal()).map(FailureException::code).contains(FailureCode.DOC_TOO_LARGE);
    }

    @Test
    void keepsTheLinesOfCode() {
        writer.add(BlockKind.BLOCK_KIND_CODE, Place.getDefaultInstance(), "\n\nif (a) {\r\n\tb();   \n\n}\u0007\n\n");
        writer.end();

        assertThat(blocks().getFirst().getText()).isEqualTo("if (a) {\n    b();\n\n}");
    }

    private void add(String text) {
        writer.add(BlockKind.BLOCK_KIND_PARAGRAPH, Place.getDefaultInstance(), text);
    }

    private List<Block> blocks() {
        return parts.stream().flatMap(part -> part.getBlocksList().stream()).toList();
    }
}
