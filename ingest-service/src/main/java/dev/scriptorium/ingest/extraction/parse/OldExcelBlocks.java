package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.poi.hssf.usermodel.HSSFComment;
import org.apache.poi.hssf.usermodel.HSSFPatriarch;
import org.apache.poi.hssf.usermodel.HSSFShape;
import org.apache.poi.hssf.usermodel.HSSFSheet;
import org.apache.poi.hssf.usermodel.HSSFSimpleShape;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;

/** A workbook of Excel 97 to 2003: the cells of its visible sheets with their own row and column, then the text of shapes. */
final class OldExcelBlocks {

    private final PartWriter out;
    private final boolean comments;
    private final DataFormatter formatter = new DataFormatter(Locale.US);

    private OldExcelBlocks(PartWriter out, boolean comments) {
        this.out = out;
        this.comments = comments;
        formatter.setUseCachedValuesForFormulaCells(true);
    }

    /** @throws org.apache.poi.hssf.OldExcelFormatException for a workbook of Excel 95 or earlier, before anything is read */
    static void read(Path file, PartWriter out, boolean comments) throws IOException {
        try (POIFSFileSystem container = new POIFSFileSystem(file.toFile(), true);
                HSSFWorkbook workbook = new HSSFWorkbook(container)) {
            OldExcelBlocks blocks = new OldExcelBlocks(out, comments);
            for (int i = 0; i < workbook.getNumberOfSheets(); i++) {
                if (workbook.isSheetHidden(i) || workbook.isSheetVeryHidden(i)) {
                    out.unread("hidden sheet " + workbook.getSheetName(i));
                } else {
                    blocks.sheet(workbook.getSheetAt(i));
                }
            }
        }
    }

    private void sheet(HSSFSheet sheet) {
        String name = "sheet " + BlockText.prose(sheet.getSheetName());
        for (Row row : sheet) {
            for (Cell cell : row) {
                String path = name + ", row " + (row.getRowNum() + 1) + ", column " + (cell.getColumnIndex() + 1);
                add(BlockKind.BLOCK_KIND_TABLE_CELL, path, formatter.formatCellValue(cell), false);
                if (comments && cell.getCellComment() != null) {
                    add(
                            BlockKind.BLOCK_KIND_COMMENT,
                            path,
                            cell.getCellComment().getString().getString(),
                            true);
                }
            }
        }
        HSSFPatriarch drawing = sheet.getDrawingPatriarch();
        for (HSSFShape shape : drawing == null ? List.<HSSFShape>of() : drawing.getChildren()) {
            if (shape instanceof HSSFSimpleShape box && !(shape instanceof HSSFComment) && box.getString() != null) {
                String text = box.getString().getString();
                add(BlockKind.BLOCK_KIND_PARAGRAPH, name, text == null ? "" : text, false);
            }
        }
    }

    private void add(BlockKind kind, String path, String text, boolean boilerplate) {
        out.add(kind, Place.newBuilder().setPath(path).build(), text, boilerplate);
    }
}
