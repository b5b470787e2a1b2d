package dev.scriptorium.engine.files;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

/** The element types of a safetensors file that are weights; each is widened to 32-bit floats without loss. */
enum ElementType {
    F32(4) {
        @Override
        float read(MemorySegment bytes, long index) {
            return bytes.get(FLOAT, index * 4);
        }
    },
    F16(2) {
        @Override
        float read(MemorySegment bytes, long index) {
            return Float.float16ToFloat(bytes.get(SHORT, index * 2));
        }
    },
    BF16(2) {
        @Override
        float read(MemorySegment bytes, long index) {
            return Float.intBitsToFloat(bytes.get(SHORT, index * 2) << 16);
        }
    };

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int size;

    ElementType(int size) {
        this.size = size;
    }

    /** Bytes of one element. */
    int size() {
        return size;
    }

    abstract float read(MemorySegment bytes, long index);

    /** Fills the buffer from its start. */
    void widen(MemorySegment bytes, FloatBuffer target) {
        for (int i = 0; i < target.limit(); i++) {
            target.put(i, read(bytes, i));
        }
    }

    static Optional<ElementType> named(String name) {
        for (ElementType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
