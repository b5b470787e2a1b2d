package dev.scriptorium.ingest.archive;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of an archive as they arrive: how many there were, and the last of them, where a zip has its number of entries. */
final class ArchiveBytes extends InputStream {

    /** Of the record that ends a zip, without its comment (APPNOTE.TXT 4.3.16). */
    private static final int END_SIZE = 22;

    private static final int LONGEST_COMMENT = 0xffff;
    private static final int ENTRIES_AT = 10;
    /** The number of entries is in the record before, as 64 bits (4.3.14). */
    private static final int ZIP64 = 0xffff;

    private static final int ZIP64_LOCATOR_SIZE = 20;
    private static final int ZIP64_END_SIZE = 56;
    private static final int ZIP64_ENTRIES_AT = 32;

    private final InputStream archive;
    private final byte[] last = new byte[END_SIZE + LONGEST_COMMENT + ZIP64_LOCATOR_SIZE + ZIP64_END_SIZE];
    private long count;
    private boolean failed;

    ArchiveBytes(InputStream archive) {
        this.archive = archive;
    }

    long count() {
        return count;
    }

    /** Fails where the bytes could not be read; else what is wrong is in them. */
    void requireArrived(Exception thrown) throws IOException {
        if (failed) {
            throw new IOException("the archive did not arrive", thrown);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = archive.read(buffer, offset, length);
        } catch (IOException | RuntimeException e) {
            failed = true;
            throw e;
        }
        for (int i = Math.max(0, read - last.length); i < read; i++) {
            last[(int) ((count + i) % last.length)] = buffer[offset + i];
        }
        count += Math.max(0, read);
        return read;
    }

    /** By the record at the end, after all was read; -1 without one. */
    long zipEntries() {
        int kept = (int) Math.min(count, last.length);
        for (int back = END_SIZE; back <= Math.min(kept, END_SIZE + LONGEST_COMMENT); back++) {
            if (isAt(back, 5, 6)) {
                long entries = number(back - ENTRIES_AT, 2);
                int zip64 = back + ZIP64_LOCATOR_SIZE + ZIP64_END_SIZE;
                return entries == ZIP64 && zip64 <= kept && isAt(zip64, 6, 6)
                        ? number(zip64 - ZIP64_ENTRIES_AT, 8)
                        : entries;
            }
        }
        return -1;
    }

    private boolean isAt(int back, int third, int fourth) {
        return at(back) == 'P' && at(back - 1) == 'K' && at(back - 2) == third && at(back - 3) == fourth;
    }

    /** Little-endian. */
    private long number(int back, int size) {
        long number = 0;
        for (int i = size - 1; i >= 0; i--) {
            number = number << 8 | at(back - i) & 0xff;
        }
        return number;
    }

    /** The byte that is so far from the end; the last one is at 1. */
    private byte at(int back) {
        return last[(int) ((count - back) % last.length)];
    }
}
