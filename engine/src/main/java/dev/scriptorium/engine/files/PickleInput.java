package dev.scriptorium.engine.files;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The arguments of a pickle's opcodes, read one after the other from a file. Every length is checked against the file before
 * it is used. For one thread.
 */
final class PickleInput {

    private static final int MAX_TEXT_BYTES = 1 << 20;
    private static final int MAX_NAME_CHARACTERS = 1000;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble BIG_ENDIAN_DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final String file;
    private final MemorySegment bytes;
    private long position;

    /** @param file what failures name */
    PickleInput(String file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** Where the next byte is read. */
    long position() {
        return position;
    }

    void skip(long count) {
        if (count < 0 || count > bytes.byteSize() - position) {
            throw corrupt("ends in the middle");
        }
        position += count;
    }

    private long taken(long count) {
        long start = position;
        skip(count);
        return start;
    }

    int unsignedByte() {
        return Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, taken(1)));
    }

    int unsignedShort() {
        return Short.toUnsignedInt(bytes.get(SHORT, taken(Short.BYTES)));
    }

    int readInt() {
        return bytes.get(INT, taken(Integer.BYTES));
    }

    long readLong() {
        return bytes.get(LONG, taken(Long.BYTES));
    }

    double readDouble() {
        return bytes.get(BIG_ENDIAN_DOUBLE, taken(Double.BYTES));
    }

    byte[] array(long length) {
        if (length < 0 || length > MAX_TEXT_BYTES) {
            throw corrupt("has a text of " + length + " bytes; the limit is " + MAX_TEXT_BYTES);
        }
        return bytes.asSlice(taken(length), length).toArray(ValueLayout.JAVA_BYTE);
    }

    String utf8(long length) {
        return text(length, StandardCharsets.UTF_8);
    }

    /** A text of Python 2. */
    String latin1(long length) {
        return text(length, StandardCharsets.ISO_8859_1);
    }

    private String text(long length, Charset charset) {
        return new String(array(length), charset);
    }

    /** The characters up to the end of the line. */
    String line() {
        StringBuilder line = new StringBuilder();
        for (int next = unsignedByte(); next != '\n'; next = unsignedByte()) {
            if (line.length() == MAX_NAME_CHARACTERS) {
                throw corrupt("has a name of more than " + MAX_NAME_CHARACTERS + " characters");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    /** A whole number of so many bytes: a Long where it fits, else a BigInteger. */
    Object integer(int length) {
        byte[] littleEndian = array(length);
        if (length == 0) {
            return 0L;
        }
        byte[] bigEndian = new byte[length];
        for (int i = 0; i < length; i++) {
            bigEndian[length - 1 - i] = littleEndian[i];
        }
        BigInteger value = new BigInteger(bigEndian);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    /** Passes over the length of a frame, which says nothing that is needed. */
    void skipFrameHeader() {
        if (readLong() > bytes.byteSize() - position) {
            throw corrupt("has a pickle frame that is longer than the file");
        }
    }

    FailureException corrupt(String what) {
        return new FailureException(FailureCode.MODEL_CORRUPT, file + " " + what + "; fetch the file again");
    }

    FailureException unsafe(String what) {
        return new FailureException(
                FailureCode.MODEL_UNSAFE,
                file + " " + what
                        + "; a checkpoint holds tensors only. Convert it once with transformers, if you trust it: "
                        + "AutoModel.from_pretrained(folder).save_pretrained(folder, safe_serialization=True)");
    }

    FailureException unsupported(String what) {
        return new FailureException(FailureCode.MODEL_UNSUPPORTED, file + " " + what);
    }
}
