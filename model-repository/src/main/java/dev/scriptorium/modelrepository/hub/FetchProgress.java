package dev.scriptorium.modelrepository.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far the fetch of a model is. One thread fetches, any may ask. */
public final class FetchProgress {

    private static final double MEGABYTE = 1e6;

    private volatile String file = "";
    private volatile @Nullable Arriving arriving;

    /** @param size in bytes, below 0 where it is unknown */
    private record Arriving(Path incomplete, long size) {}

    /** The next file is looked for. */
    public void file(int number, int of, String name) {
        arriving = null;
        file = "file " + number + " of " + of + ", " + name;
    }

    /** The file is being fetched; {@code incomplete} grows to {@code size} bytes. */
    public void arrives(Path incomplete, long size) {
        arriving = new Arriving(incomplete, size);
    }

    /** In words, such as {@code file 3 of 7, model.safetensors, 12.5 of 298.8 MB}. */
    @Override
    public String toString() {
        Arriving now = arriving;
        if (file.isEmpty()) {
            return "asking what it consists of";
        }
        return now == null ? file : file + ", " + megabytes(length(now.incomplete())) + of(now.size()) + " MB";
    }

    private static String of(long size) {
        return size < 0 ? "" : " of " + megabytes(size);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / MEGABYTE);
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            // Not begun, or done in this moment.
            return 0;
        }
    }
}
