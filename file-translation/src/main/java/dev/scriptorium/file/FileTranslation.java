package dev.scriptorium.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import net.sf.okapi.common.LocaleId;

/**
 * Reads the texts of a file, and writes the file with their translations. The bytes of a file are hostile: all of this
 * belongs in a process that can be killed. For one thread.
 */
public final class FileTranslation {

    private final FileFormat format;
    private final Path file;
    private final TranslatableFile texts;

    private FileTranslation(FileFormat format, Path file, TranslatableFile texts) {
        this.format = format;
        this.file = file;
        this.texts = texts;
    }

    public static FileTranslation of(FileFormat format, Path file) throws IOException {
        return new FileTranslation(format, file, open(format, file));
    }

    static TranslatableFile open(FileFormat format, Path file) throws IOException {
        return switch (format) {
            case TEXT, CSV, SRT, VTT -> SpanFile.of(format, file);
            default -> new OkapiFile(format, file);
        };
    }

    /** Gives all texts that are to be translated, in their order, whatever the target language. */
    public void read(Consumer<FileText> text) throws IOException {
        texts.read(unit -> {
            if (unit.wanted()) {
                UnitPieces.of(unit).texts(unit.kind()).forEach(text);
            }
        });
    }

    /** The stretches of segments that have to be translated alone, to find their places in the translations. */
    public Set<String> stretches(List<SegmentTranslation> segments) throws IOException {
        Set<String> wanted = new LinkedHashSet<>();
        UnitTranslation translation = new UnitTranslation(new TranslatedSegments(segments), stretch -> {
            wanted.add(stretch);
            return Optional.empty();
        });
        texts.read(translation::apply);
        return wanted;
    }

    /**
     * Writes the translated file and compares it with the original.
     *
     * @param segments of all texts, in the order of {@link #read}
     * @param stretches their translations, where they are known
     * @throws dev.scriptorium.core.failure.FailureException where the segments are not those of the file
     */
    public Fidelity write(
            String targetLanguage, List<SegmentTranslation> segments, Map<String, String> stretches, Path result)
            throws IOException {
        TranslatedSegments translated = new TranslatedSegments(segments);
        UnitTranslation translation =
                new UnitTranslation(translated, stretch -> Optional.ofNullable(stretches.get(stretch)));
        LocaleId target = LocaleId.fromString(targetLanguage);
        texts.write(target, translation, result);
        translated.end();
        if (format.kind() == FileFormat.Kind.ARCHIVE) {
            Archive.normalize(file, result);
        }
        return new Comparison(format, target).compare(file, result, open(format, result), texts, translation.counted());
    }
}
