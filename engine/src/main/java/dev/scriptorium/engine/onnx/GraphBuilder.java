package dev.scriptorium.engine.onnx;

import dev.scriptorium.engine.files.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes an ONNX graph operator by operator: every method that adds one returns the names of its outputs.
 *
 * <p>OnnxTensors are referred to by name; {@link #NONE} stands for an optional input that is left out. Weights stay outside
 * the graph's bytes (which may not be over 2 GiB) and are handed to the session beside them. For one thread.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto, where the field numbers are from</a>
 */
public final class GraphBuilder {

    /** An optional input that is left out. */
    public static final String NONE = "";

    /** The domain of ONNX Runtime's fused operators. */
    public static final String MICROSOFT = "com.microsoft";

    private static final int IR_VERSION = 10;
    private static final int OPSET = 20;

    private final ProtoWriter graph = new ProtoWriter();
    private final ElementKind real;
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Map<String, Kernel> kernels = new LinkedHashMap<>();
    private final Map<String, Bytes> byteWeights = new LinkedHashMap<>();
    private int values;

    /** A graph that computes with 32-bit floats. */
    public GraphBuilder(String name) {
        this(name, ElementKind.FLOAT);
    }

    /** @param real the kind of its weights and of what it computes with */
    public GraphBuilder(String name, ElementKind real) {
        this.real = real;
        graph.text(2, name);
    }

    public ElementKind real() {
        return real;
    }

    /** An input; a dimension is a number or the name of a size that is known when it runs. */
    public String input(String name, ElementKind kind, Object... shape) {
        graph.message(11, valueInfo(name, kind, shape));
        return name;
    }

    /**
     * Makes a value an output under a name of its own, and gives that name: what uses the name instead of the value lets
     * ONNX Runtime drop the copy.
     */
    public String output(String name, String value, ElementKind kind, Object... shape) {
        node("Identity", "", List.of(value), List.of(name));
        graph.message(12, valueInfo(name, kind, shape));
        return name;
    }

    /** A weight; where the graph has one of this name already, it is that one. */
    public String weight(String name, Supplier<Tensor> tensor) {
        if (!weights.containsKey(name)) {
            Tensor read = tensor.get();
            weights.put(name, read);
            outside(name, real, OnnxTensors.longs(read.shape()));
        }
        return name;
    }

    /** A weight of bytes, direct; where the graph has one of this name already, it is that one. */
    public String bytes(String name, ElementKind kind, Supplier<ByteBuffer> elements, long... shape) {
        if (!byteWeights.containsKey(name)) {
            byteWeights.put(name, new Bytes(kind, elements.get(), shape));
            outside(name, kind, shape);
        }
        return name;
    }

    /** A weight of bytes. */
    record Bytes(ElementKind kind, ByteBuffer elements, long[] shape) {}

    /** A weight whose values are handed to the session beside the graph. */
    private void outside(String name, ElementKind kind, long... shape) {
        ProtoWriter proto = declared(name, kind, shape);
        proto.message(13, new ProtoWriter().text(1, "location").text(2, "weights"));
        graph.message(5, proto.number(14, 1));
    }

    private static ProtoWriter declared(String name, ElementKind kind, long... shape) {
        ProtoWriter proto = new ProtoWriter();
        for (long dimension : shape) {
            proto.number(1, dimension);
        }
        return proto.number(2, kind.number()).text(8, name);
    }

    /** A constant list of whole numbers, such as a shape. */
    public String constant(long... elements) {
        ByteBuffer raw = ByteBuffer.allocate(elements.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(elements).forEach(raw::putLong);
        return constant(ElementKind.INT64, raw.array(), elements.length);
    }

    /** A constant whole number without dimensions. */
    public String scalarConstant(long value) {
        byte[] raw = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return constant(ElementKind.INT64, raw);
    }

    public String scalar(float value) {
        ByteBuffer raw = ByteBuffer.allocate(real.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        return constant(
                real,
                (real == ElementKind.FLOAT16 ? raw.putShort(Float.floatToFloat16(value)) : raw.putFloat(value))
                        .array());
    }

    /** A byte. */
    public String scalar(ElementKind kind, int value) {
        return constant(kind, new byte[] {(byte) value});
    }

    private String constant(ElementKind kind, byte[] raw, long... shape) {
        String name = "constant_" + values++;
        initializer(name, kind, raw, shape);
        return name;
    }

    private void initializer(String name, ElementKind kind, byte[] raw, long... shape) {
        graph.message(5, declared(name, kind, shape).raw(9, raw));
    }

    public String cast(String value, ElementKind kind) {
        return op("Cast", List.of(value), Attribute.of("to", kind.number()));
    }

    /** What the graph computed, as 32-bit floats. */
    public String asFloat(String value) {
        return real == ElementKind.FLOAT ? value : cast(value, ElementKind.FLOAT);
    }

    /** An operator of ONNX with one output. */
    public String op(String type, List<String> inputs, Attribute... attributes) {
        return node(type, "", inputs, names(type, 1), attributes).getFirst();
    }

    /** An operator of ONNX with several outputs. */
    public List<String> ops(String type, int outputs, List<String> inputs, Attribute... attributes) {
        return node(type, "", inputs, names(type, outputs), attributes);
    }

    /** One of ONNX Runtime's fused operators. */
    public List<String> fused(String type, int outputs, List<String> inputs, Attribute... attributes) {
        return node(type, MICROSOFT, inputs, names(type, outputs), attributes);
    }

    /** One of ONNX Runtime's fused operators; of its outputs only those at the given places, ascending. */
    public List<String> fused(String type, int[] places, List<String> inputs, Attribute... attributes) {
        List<String> wanted = names(type, places.length);
        List<String> all = new ArrayList<>(Collections.nCopies(places[places.length - 1] + 1, NONE));
        for (int i = 0; i < places.length; i++) {
            all.set(places[i], wanted.get(i));
        }
        node(type, MICROSOFT, inputs, all, attributes);
        return wanted;
    }

    /** An operator that Java computes. */
    public List<String> computed(Kernel kernel, List<String> inputs) {
        kernels.put(kernel.name(), kernel);
        return node(
                kernel.name(),
                KernelLibrary.DOMAIN,
                inputs,
                names(kernel.name(), kernel.outputs().size()));
    }

    private List<String> names(String type, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(type + "_" + values++);
        }
        return names;
    }

    private List<String> node(
            String type, String domain, List<String> inputs, List<String> outputs, Attribute... attributes) {
        ProtoWriter node = new ProtoWriter();
        inputs.forEach(input -> node.text(1, input));
        outputs.forEach(output -> node.text(2, output));
        node.text(4, type);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.toProto());
        }
        graph.message(1, node.text(7, domain));
        return outputs;
    }

    private static ProtoWriter valueInfo(String name, ElementKind kind, Object... shape) {
        ProtoWriter dimensions = new ProtoWriter();
        for (Object dimension : shape) {
            ProtoWriter proto = new ProtoWriter();
            dimensions.message(
                    1,
                    dimension instanceof Number size
                            ? proto.number(1, size.longValue())
                            : proto.text(2, "" + dimension));
        }
        ProtoWriter tensor = new ProtoWriter().number(1, kind.number()).message(2, dimensions);
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }

    /** The weights by name. */
    Map<String, Tensor> weights() {
        return weights;
    }

    /** The weights of bytes by name. */
    Map<String, Bytes> byteWeights() {
        return byteWeights;
    }

    /** The operators that Java computes. */
    Collection<Kernel> kernels() {
        return kernels.values();
    }

    /** The finished graph as a ModelProto. */
    byte[] toModel() {
        return new ProtoWriter()
                .number(1, IR_VERSION)
                .text(2, "scriptorium")
                .message(7, graph)
                .message(8, new ProtoWriter().text(1, "").number(2, OPSET))
                .message(8, new ProtoWriter().text(1, MICROSOFT).number(2, 1))
                .message(8, new ProtoWriter().text(1, KernelLibrary.DOMAIN).number(2, 1))
                .toBytes();
    }
}
