package dev.scriptorium.ingest.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextFormTest {

    private static final List<Block> REPORT = List.of(
            block(BlockKind.BLOCK_KIND_HEADING, "", "Report"),
            block(BlockKind.BLOCK_KIND_PARAGRAPH, "", "It is *due* on Friday."),
            block(BlockKind.BLOCK_KIND_LIST_ITEM, "", "one"),
            block(BlockKind.BLOCK_KIND_LIST_ITEM, "", "two"),
            block(BlockKind.BLOCK_KIND_TABLE_CELL, "table 1, row 1, column 1", "Name"),
            block(BlockKind.BLOCK_KIND_TABLE_CELL, "table 1, row 1, column 2", "Sum"),
            block(BlockKind.BLOCK_KIND_TABLE_CELL, "table 1, row 2, column 2", "3 | 4"),
            block(BlockKind.BLOCK_KIND_CODE, "", "int i = 0;"));

    @Test
    void separatesBlocksByAnEmptyLineAndCellsByATab() {
        assertThat(TextForm.plain(REPORT)).isEqualTo("""
                Report

                It is *due* on Friday.

                one
                two

                Name\tSum
                3 | 4

                int i = 0;
                """);
    }

    @Test
    void writesMarkdownInWhichNoCharacterOfTheTextIsMarkup() {
        assertThat(TextForm.markdown(REPORT)).isEqualTo("""
                ## Report

                It is \\*due\\* on Friday.

                - one
                - two

                |Name|Sum|
                |---|---|
                ||3 \\| 4|

                ```
                int i = 0;
                ```
                """);
    }

    @Test
    void keepsMarkupOfTheTextAsText() {
        assertThat(TextForm.markdown(List.of(block(BlockKind.BLOCK_KIND_PARAGRAPH, "", "# no heading\n- no item"))))
                .isEqualTo("\\# no heading\n\\- no item\n");
    }

    @Test
    void startsANewTableWhereTheNextOneBegins() {
        List<Block> tables = List.of(
                block(BlockKind.BLOCK_KIND_TABLE_CELL, "table 1, row 1, column 1", "a"),
                block(BlockKind.BLOCK_KIND_TABLE_CELL, "table 2, row 1, column 1", "b"));

        assertThat(TextForm.plain(tables)).isEqualTo("a\n\nb\n");
    }

    @Test
    void readsCellsOfSheetsAndOfCsvAsTables() {
        assertThat(TextForm.plain(List.of(
                        block(BlockKind.BLOCK_KIND_TABLE_CELL, "Sheet, 1, row 7, column 1", "a"),
                        block(BlockKind.BLOCK_KIND_TABLE_CELL, "Sheet, 1, row 7, column 3", "b"))))
                .isEqualTo("a\tb\n");
        assertThat(TextForm.plain(List.of(
                        block(BlockKind.BLOCK_KIND_TABLE_CELL, "row 1, column 1", "a"),
                        block(BlockKind.BLOCK_KIND_TABLE_CELL, "row 2, column 1", "b"))))
                .isEqualTo("a\nb\n");
    }

    @Test
    void drawsNoTableThatIsNearlyEmpty() {
        List<Block> diagonal = new ArrayList<>();
        for (int i = 1; i <= 2_000; i++) {
            diagonal.add(block(BlockKind.BLOCK_KIND_TABLE_CELL, "row " + i + ", column " + i, "x"));
        }

        assertThat(TextForm.markdown(diagonal)).startsWith("x\n\nx\n").hasSizeLessThan(10_000);
    }

    @Test
    void hasNoTextWithoutBlocks() {
        assertThat(TextForm.plain(List.of())).isEmpty();
        assertThat(TextForm.markdown(List.of())).isEmpty();
    }

    private static Block block(BlockKind kind, String path, String text) {
        return Block.newBuilder()
                .setKind(kind)
                .setPlace(Place.newBuilder().setPath(path))
                .setText(text)
                .build();
    }
}
