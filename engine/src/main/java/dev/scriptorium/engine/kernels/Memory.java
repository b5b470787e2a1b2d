package dev.scriptorium.engine.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * All memory of the process, by address. A constant segment is what the compiler turns into bare loads and stores, wherever
 * else segments of other sorts are used; who uses it checks sizes before.
 */
final class Memory {

    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Memory() {}

    static float getFloat(long address, long index) {
        return ALL.get(ValueLayout.JAVA_FLOAT, address + index * Float.BYTES);
    }

    static void putFloat(long address, long index, float value) {
        ALL.set(ValueLayout.JAVA_FLOAT, address + index * Float.BYTES, value);
    }

    static int getInt(long address, long index) {
        return ALL.get(ValueLayout.JAVA_INT, address + index * Integer.BYTES);
    }

    static void putInt(long address, long index, int value) {
        ALL.set(ValueLayout.JAVA_INT, address + index * Integer.BYTES, value);
    }

    static void putByte(long address, long index, int value) {
        ALL.set(ValueLayout.JAVA_BYTE, address + index, (byte) value);
    }

    static long getLong(long address, long index) {
        return ALL.get(ValueLayout.JAVA_LONG, address + index * Long.BYTES);
    }

    static void putLong(long address, long index, long value) {
        ALL.set(ValueLayout.JAVA_LONG, address + index * Long.BYTES, value);
    }
}
