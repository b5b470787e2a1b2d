package dev.scriptorium.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.sf.okapi.common.LocaleId;

/** A text file in which stretches are text units and all the rest stays, character by character. For one thread. */
final class SpanFile implements TranslatableFile {

    private final DecodedText file;
    private final List<Span> spans;

    /**
     * A text unit in the file.
     *
     * @param start index of its first character
     * @param encode writes another text in its form
     */
    record Span(int start, int end, TextUnit unit, Function<CodedText, String> encode) {}

    private SpanFile(DecodedText file, List<Span> spans) {
        this.file = file;
        this.spans = List.copyOf(spans);
    }

    static SpanFile of(FileFormat format, Path path) throws IOException {
        DecodedText file = DecodedText.of(Files.readAllBytes(path));
        return new SpanFile(
                file,
                switch (format) {
                    case TEXT -> TextParagraphs.of(file.text());
                    case CSV -> CsvCells.of(file.text());
                    case SRT, VTT -> SubtitleCues.of(file.text(), format);
                    default -> throw new IllegalArgumentException(format + " is read by Okapi");
                });
    }

    @Override
    public void read(Consumer<TextUnit> units) {
        spans.forEach(span -> units.accept(span.unit()));
    }

    @Override
    public void readResult(LocaleId target, Consumer<TextUnit> units) {
        read(units);
    }

    @Override
    public void write(LocaleId target, UnaryOperator<TextUnit> translation, Path result) throws IOException {
        StringBuilder out = new StringBuilder(file.text().length());
        int position = 0;
        for (Span span : spans) {
            CodedText translated = translation.apply(span.unit()).text();
            out.append(file.text(), position, span.start());
            out.append(
                    translated.equals(span.unit().text())
                            ? file.text().substring(span.start(), span.end())
                            : span.encode().apply(translated));
            position = span.end();
        }
        out.append(file.text(), position, file.text().length());
        Files.write(result, file.encode(out.toString()));
    }

    /** What is between the units. */
    @Override
    public String frame() {
        StringBuilder frame = new StringBuilder();
        int position = 0;
        for (Span span : spans) {
            frame.append(file.text(), position, span.start()).append('\0');
            position = span.end();
        }
        return frame.append(file.text(), position, file.text().length()).toString();
    }
}
