package dev.scriptorium.tokenizer;

import static dev.scriptorium.proto.document.v1.BlockKind.BLOCK_KIND_CODE;
import static dev.scriptorium.proto.document.v1.BlockKind.BLOCK_KIND_HEADING;
import static dev.scriptorium.proto.document.v1.BlockKind.BLOCK_KIND_LIST_ITEM;
import static dev.scriptorium.proto.document.v1.BlockKind.BLOCK_KIND_PARAGRAPH;
import static dev.scriptorium.proto.document.v1.BlockKind.BLOCK_KIND_TABLE_CELL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Place;
import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.SummarizeTask;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.event.v1.DocumentExtracted;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.tokenizer.encoding.NoEncoder;
import dev.scriptorium.tokenizer.encoding.WindowPlanner;
import dev.scriptorium.tokenizer.language.LanguageDetector;
import dev.scriptorium.tokenizer.sentence.SentenceSplitter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenizeStageTest {

    private static final Set<String> SERVED = Set.of("en", "de");
    private static final TokenizeStage STAGE = new TokenizeStage(new Segmenter(
            new LanguageDetector(SERVED, Set.of("fi")),
            new SentenceSplitter(),
            new SegmentLimits(1000, 512),
            new WindowPlanner(2048, 64),
            new NoEncoder()));

    @Test
    void carriesDocumentTasksAndPartOn() {
        DocumentExtracted extracted = aPart(block(BLOCK_KIND_PARAGRAPH, "", "This is all that the document says."))
                .build();

        DocumentTokenized tokenized = STAGE.tokenize(extracted);

        assertThat(tokenized.getDocument()).isEqualTo(extracted.getDocument());
        assertThat(tokenized.getTasksList()).isEqualTo(extracted.getTasksList());
        assertThat(tokenized.getPartIndex()).isEqualTo(1);
        assertThat(tokenized.getPartCount()).isEqualTo(2);
        assertThat(tokenized.getLanguage()).isEqualTo("en");
    }

    /** Codes at the ends of a sentence are at the ends of its translation, too. */
    @Test
    void aSegmentSaysWhetherInlineCodesStandWithinIt() {
        String text = "All is bold here. This word is bold. Nothing is here.";
        Block block = block(BLOCK_KIND_PARAGRAPH, "", text).toBuilder()
                .addAllCodeOffsets(List.of(0, 17, 23, 27))
                .build();

        DocumentTokenized tokenized = STAGE.tokenize(aPart(block).build());

        assertThat(tokenized.getSegmentsList())
                .extracting(Segment::getInlineCodes)
                .containsExactly(false, true, false);
    }

    @Test
    void joinsBlocksAsTheirKindsAsk() {
        DocumentTokenized tokenized = STAGE.tokenize(aPart(
                        block(BLOCK_KIND_HEADING, "", "Costs"),
                        block(BLOCK_KIND_PARAGRAPH, "", " The costs are as follows. See below.\n"),
                        block(BLOCK_KIND_LIST_ITEM, "", "rent"),
                        block(BLOCK_KIND_LIST_ITEM, "", "heating"),
                        block(BLOCK_KIND_TABLE_CELL, "table 1, row 1, column 1", "May"),
                        block(BLOCK_KIND_TABLE_CELL, "table 1, row 1, column 2", ""),
                        block(BLOCK_KIND_TABLE_CELL, "table 1, row 1, column 3", "5 €"),
                        block(BLOCK_KIND_TABLE_CELL, "table 1, row 2, column 1", "June"),
                        block(BLOCK_KIND_TABLE_CELL, "table 2, row 1, column 1", "All"))
                .build());

        assertThat(together(tokenized))
                .isEqualTo(
                        "Costs\n\n The costs are as follows. See below.\n\n\nrent\nheating\n\nMay\t\t5 €\nJune\n\nAll");
        assertThat(tokenized.getSegmentsList())
                .extracting(Segment::getText)
                .containsExactly(
                        "Costs",
                        "The costs are as follows.",
                        "See below.",
                        "rent",
                        "heating",
                        "May",
                        "5 €",
                        "June",
                        "All");
        assertThat(tokenized.getSegments(5).getPlace().getPath()).isEqualTo("table 1, row 1, column 1");
    }

    @Test
    void takesTheLanguageThatTheClientDeclaredForTheDocument() {
        DocumentTokenized tokenized = STAGE.tokenize(aPart(block(BLOCK_KIND_PARAGRAPH, "", "The factory opens in May."))
                .setLanguageHint("fr")
                .build());

        assertThat(tokenized.getLanguage()).isEqualTo("fr");
        assertThat(tokenized.getSegments(0).getLanguage()).isEqualTo("fr");
    }

    @Test
    void marksTheSentencesOfBoilerplate() {
        DocumentTokenized tokenized = STAGE.tokenize(aPart(
                        block(BLOCK_KIND_PARAGRAPH, "", "We use cookies. You can refuse them.").toBuilder()
                                .setBoilerplate(true)
                                .build(),
                        block(BLOCK_KIND_PARAGRAPH, "", "The factory opens in May."))
                .build());

        assertThat(tokenized.getSegmentsList())
                .extracting(Segment::getBoilerplate)
                .containsExactly(true, true, false);
    }

    @Test
    void joinsToTheNextPart() {
        DocumentExtracted first =
                aPart(block(BLOCK_KIND_LIST_ITEM, "", "rent")).setPartIndex(0).build();

        assertThat(together(STAGE.tokenize(first))).isEqualTo("rent\n");
    }

    @Test
    void keepsCodeAsItIs() {
        String code = "  if (a. B()) {\n    return \"Dr. No. Yes!\";\n\n  }\n";

        DocumentTokenized tokenized =
                STAGE.tokenize(aPart(block(BLOCK_KIND_PARAGRAPH, "", "Look:"), block(BLOCK_KIND_CODE, "", code))
                        .build());

        assertThat(tokenized.getSegmentsCount()).isEqualTo(2);
        assertThat(tokenized.getSegments(1).getText()).isEqualTo(code);
        assertThat(tokenized.getSegments(1).getProtectedSpansList())
                .containsExactly(ProtectedSpan.newBuilder()
                        .setKind(ProtectedSpan.Kind.KIND_CODE)
                        .setEnd(code.length())
                        .build());
    }

    @Test
    void findsNoSegmentsWhereThereIsNoText() {
        DocumentTokenized tokenized =
                STAGE.tokenize(aPart(block(BLOCK_KIND_PARAGRAPH, "", " \n\t"), block(BLOCK_KIND_CODE, "", "\0\0\u200B"))
                        .build());

        assertThat(tokenized.getSegmentsList()).isEmpty();
        assertThat(tokenized.getWindowsList()).isEmpty();
        assertThat(STAGE.tokenize(aPart().build()).getSegmentsList()).isEmpty();
    }

    private static DocumentExtracted.Builder aPart(Block... blocks) {
        DocumentExtracted.Builder part = DocumentExtracted.newBuilder()
                .setDocument(DocumentRef.newBuilder().setDocumentId("d").setAttempt(1))
                .addTasks(Task.newBuilder()
                        .setTaskId("t")
                        .setSummarize(SummarizeTask.newBuilder().setSentences(3)))
                .setPartIndex(1)
                .setPartCount(2);
        for (int i = 0; i < blocks.length; i++) {
            part.addBlocks(blocks[i].toBuilder().setIndex(i));
        }
        return part;
    }

    private static Block block(BlockKind kind, String path, String text) {
        return Block.newBuilder()
                .setKind(kind)
                .setPlace(Place.newBuilder().setPath(path))
                .setText(text)
                .build();
    }

    private static String together(DocumentTokenized tokenized) {
        StringBuilder text = new StringBuilder();
        tokenized
                .getSegmentsList()
                .forEach(segment -> text.append(segment.getText()).append(segment.getSeparator()));
        return text.toString();
    }
}
