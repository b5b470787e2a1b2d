package dev.scriptorium.engine.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One protobuf message, written field by field in the order of the calls.
 *
 * <p>The engine writes a dozen of onnx.proto's fields; this spares a copy of that schema.
 */
final class ProtoWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    private interface Write {
        void to(CodedOutputStream out) throws IOException;
    }

    ProtoWriter number(int field, long value) {
        return write(out -> out.writeInt64(field, value));
    }

    ProtoWriter real(int field, float value) {
        return write(out -> out.writeFloat(field, value));
    }

    ProtoWriter text(int field, String value) {
        return write(out -> out.writeString(field, value));
    }

    ProtoWriter raw(int field, byte[] value) {
        return write(out -> out.writeByteArray(field, value));
    }

    ProtoWriter message(int field, ProtoWriter value) {
        return raw(field, value.toBytes());
    }

    byte[] toBytes() {
        write(CodedOutputStream::flush);
        return bytes.toByteArray();
    }

    private ProtoWriter write(Write write) {
        try {
            write.to(out);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }
}
