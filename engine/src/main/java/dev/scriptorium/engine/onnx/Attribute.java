package dev.scriptorium.engine.onnx;

/** A constant property of an operator. */
public sealed interface Attribute {

    String name();

    static Attribute of(String name, long value) {
        return new Whole(name, value);
    }

    static Attribute of(String name, float value) {
        return new Real(name, value);
    }

    static Attribute of(String name, long[] values) {
        return new Wholes(name, values);
    }

    record Whole(String name, long value) implements Attribute {}

    record Real(String name, float value) implements Attribute {}

    record Wholes(String name, long[] values) implements Attribute {}

    /** As AttributeProto: name 1, f 2, i 3, ints 8, type 20. */
    default ProtoWriter toProto() {
        ProtoWriter proto = new ProtoWriter().text(1, name());
        switch (this) {
            case Real real -> proto.real(2, real.value()).number(20, 1);
            case Whole whole -> proto.number(3, whole.value()).number(20, 2);
            case Wholes wholes -> {
                for (long value : wholes.values()) {
                    proto.number(8, value);
                }
                proto.number(20, 7);
            }
        }
        return proto;
    }
}
