package dev.scriptorium.engine.files;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/** A file mapped into memory, read only, until it is closed. Safe for many threads. */
record MappedFile(Path path, Arena arena, MemorySegment bytes) implements AutoCloseable {

    /** Maps the file and reads it; where reading fails the file is closed. */
    static <T> T read(Path path, Function<MappedFile, T> reader) {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return reader.apply(new MappedFile(path, arena, bytes));
        } catch (IOException e) {
            arena.close();
            throw new FailureException(FailureCode.MODEL_CORRUPT, path.getFileName() + " cannot be read", e);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    FailureException corrupt(String what) {
        return new FailureException(
                FailureCode.MODEL_CORRUPT, path.getFileName() + " " + what + "; fetch the file again");
    }

    @Override
    public void close() {
        arena.close();
    }
}
