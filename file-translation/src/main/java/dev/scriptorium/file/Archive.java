package dev.scriptorium.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The zip archive of an office file. */
final class Archive {

    /** The first that a zip archive can have. */
    private static final LocalDateTime FIRST_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Archive() {}

    /**
     * Writes a result again in the form of its original: the same order and times, and the entries that were stored without
     * compression, so that the same texts always give the same bytes.
     */
    static void normalize(Path original, Path result) throws IOException {
        Path normalized = result.resolveSibling(result.getFileName() + ".zip");
        try (ZipFile before = new ZipFile(original.toFile());
                ZipFile after = new ZipFile(result.toFile());
                OutputStream file = Files.newOutputStream(normalized);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (String name : names(before, after)) {
                ZipEntry old = before.getEntry(name);
                try (InputStream content = after.getInputStream(after.getEntry(name))) {
                    write(name, old, content.readAllBytes(), out);
                }
            }
        }
        Files.move(normalized, result, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Set<String> names(ZipFile before, ZipFile after) {
        Set<String> names = new LinkedHashSet<>();
        Collections.list(before.entries()).forEach(entry -> names.add(entry.getName()));
        List<String> kept = new ArrayList<>();
        Collections.list(after.entries()).forEach(entry -> kept.add(entry.getName()));
        names.retainAll(kept);
        names.addAll(kept.stream().sorted().toList());
        return names;
    }

    /** Some programs write a time without month and day. */
    private static LocalDateTime time(ZipEntry entry) {
        try {
            return entry.getTimeLocal();
        } catch (DateTimeException noTime) {
            return FIRST_TIME;
        }
    }

    private static void write(String name, ZipEntry old, byte[] content, ZipOutputStream out) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(old == null ? FIRST_TIME : time(old));
        if (old != null && old.getMethod() == ZipEntry.STORED && !name.endsWith(".xml")) {
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
        }
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
