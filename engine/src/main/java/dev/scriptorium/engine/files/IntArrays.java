package dev.scriptorium.engine.files;

import java.nio.file.Path;

/** A safetensors file of 32-bit integers. Safe for many threads. */
public final class IntArrays implements AutoCloseable {

    private final Safetensors file;

    private IntArrays(Safetensors file) {
        this.file = file;
    }

    public static IntArrays open(Path file) {
        return new IntArrays(Safetensors.open(file));
    }

    /** A copy of the named array. */
    public int[] read(String name) {
        return file.readInts(name);
    }

    @Override
    public void close() {
        file.close();
    }
}
