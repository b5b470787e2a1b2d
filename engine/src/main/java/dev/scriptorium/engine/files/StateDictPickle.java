package dev.scriptorium.engine.files;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads pickles as {@code torch.save} writes them for a state dict, and nothing else. For one thread.
 *
 * <p>A pickle is a program for a stack machine. This machine has the opcodes of protocols 2 to 4 that build numbers, texts,
 * lists, tuples and dicts. It calls nothing: the few functions that a state dict names ({@code OrderedDict},
 * {@code _rebuild_tensor_v2}, {@code _rebuild_parameter}) are descriptions of tensors here, and any other name ends the
 * reading with {@code MODEL_UNSAFE}. It takes at most {@value #MAX_OPCODES} opcodes for a pickle, so that a small file cannot
 * make it use much memory, and works without recursion.
 *
 * @see <a href="https://docs.python.org/3/library/pickletools.html">the opcodes</a>
 */
final class StateDictPickle {

    /** A state dict of 3,000 tensors has about 100,000. */
    static final int MAX_OPCODES = 2_000_000;

    private static final Map<String, Callable> CALLABLES = Map.of(
            "collections.OrderedDict", Callable.ORDERED_DICT,
            "torch._utils._rebuild_tensor_v2", Callable.REBUILD_TENSOR,
            "torch._utils._rebuild_tensor", Callable.REBUILD_TENSOR,
            "torch._utils._rebuild_parameter", Callable.REBUILD_PARAMETER,
            "torch.Size", Callable.SIZE);

    /** Python's None. */
    enum None {
        NONE
    }

    private enum Mark {
        MARK
    }

    private enum Callable {
        ORDERED_DICT,
        REBUILD_TENSOR,
        REBUILD_PARAMETER,
        SIZE
    }

    /** An element type as data: some checkpoints give it where others name a storage. */
    private record DataType(String name) {}

    private final PickleInput input;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();

    StateDictPickle(PickleInput input) {
        this.input = input;
    }

    /**
     * Reads one pickle.
     *
     * @return a Long, BigInteger, Double, Boolean, String, byte[], {@link None}, List, Map, {@link StoredTensor} or
     *     {@link StoredTensor.Storage}
     */
    Object read() {
        stack.clear();
        memo.clear();
        for (int count = 0; count < MAX_OPCODES; count++) {
            int opcode = input.unsignedByte();
            if (opcode == '.') {
                Object result = pop();
                if (!stack.isEmpty()) {
                    throw input.corrupt("leaves values behind at the end of a pickle");
                }
                return result;
            }
            perform(opcode);
        }
        throw input.corrupt("has a pickle of more than " + MAX_OPCODES + " opcodes");
    }

    private void perform(int opcode) {
        switch (opcode) {
            case 0x80 -> protocol(input.unsignedByte());
            case 0x95 -> input.skipFrameHeader();
            case '(' -> push(Mark.MARK);
            case '}' -> push(new LinkedHashMap<Object, Object>());
            case ']', 0x8f -> push(new ArrayList<>());
            case ')' -> push(new ArrayList<>());
            case 'N' -> push(None.NONE);
            case 0x88 -> push(Boolean.TRUE);
            case 0x89 -> push(Boolean.FALSE);
            case 'K' -> push((long) input.unsignedByte());
            case 'M' -> push((long) input.unsignedShort());
            case 'J' -> push((long) input.readInt());
            case 0x8a -> push(input.integer(input.unsignedByte()));
            case 'G' -> push(input.readDouble());
            case 0x8c -> push(input.utf8(input.unsignedByte()));
            case 'X' -> push(input.utf8(input.readInt()));
            case 0x8d -> push(input.utf8(input.readLong()));
            case 'U' -> push(input.latin1(input.unsignedByte()));
            case 'T' -> push(input.latin1(input.readInt()));
            case 'C' -> push(input.array(input.unsignedByte()));
            case 'B' -> push(input.array(input.readInt()));
            case 'q' -> memo.put((long) input.unsignedByte(), top());
            case 'r' -> memo.put(Integer.toUnsignedLong(input.readInt()), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'h' -> push(remembered(input.unsignedByte()));
            case 'j' -> push(remembered(Integer.toUnsignedLong(input.readInt())));
            case 'c' -> push(global(input.line(), input.line()));
            case 0x93 -> {
                String name = text(pop());
                push(global(text(pop()), name));
            }
            case 'Q' -> push(storage(pop()));
            case 't' -> push(sinceMark());
            case 0x85 -> push(tuple(1));
            case 0x86 -> push(tuple(2));
            case 0x87 -> push(tuple(3));
            case 'a' -> {
                Object value = pop();
                list(top()).add(value);
            }
            case 'e' -> {
                List<Object> values = sinceMark();
                list(top()).addAll(values);
            }
            case 's' -> {
                Object value = pop();
                Object key = pop();
                set(top(), key, value);
            }
            case 'u' -> {
                List<Object> pairs = sinceMark();
                setAll(top(), pairs);
            }
            case 'R' -> {
                Object arguments = pop();
                push(reduced(pop(), arguments));
            }
            case 'b' -> build(pop(), top());
            case '0' -> pop();
            case '1' -> sinceMark();
            case '2' -> push(top());
            default ->
                throw input.unsafe(String.format("uses the pickle opcode 0x%02x, which no state dict needs", opcode));
        }
    }

    private void protocol(int version) {
        if (version > 5) {
            throw input.corrupt("has a pickle of protocol " + version);
        }
    }

    /** A name: what is not in the list of harmless ones is refused before anything is made of it. */
    private Object global(String module, String name) {
        String full = module + "." + name;
        Callable callable = CALLABLES.get(full);
        if (callable != null) {
            return callable;
        }
        if (module.equals("torch") || module.equals("torch.storage")) {
            var type = StorageType.named(name);
            if (type.isPresent()) {
                return type.get();
            }
            if (name.matches("(b?float|u?int|complex)[0-9]+|bool|half|double|float|long|int|short")) {
                return new DataType(name);
            }
        }
        throw input.unsafe("names " + printable(full) + ", which reading weights must not call");
    }

    private Object reduced(Object callable, Object arguments) {
        List<Object> values = list(arguments);
        if (!(callable instanceof Callable known)) {
            throw input.unsafe("calls what is no function of a state dict");
        }
        return switch (known) {
            case ORDERED_DICT -> {
                Map<Object, Object> dict = new LinkedHashMap<>();
                if (!values.isEmpty()) {
                    for (Object pair : list(values.getFirst())) {
                        setAll(dict, list(pair));
                    }
                }
                yield dict;
            }
            case REBUILD_TENSOR -> tensor(values);
            case REBUILD_PARAMETER, SIZE -> {
                if (values.isEmpty()) {
                    throw input.corrupt("rebuilds a parameter from nothing");
                }
                yield values.getFirst();
            }
        };
    }

    private StoredTensor tensor(List<Object> values) {
        if (values.size() < 4 || !(values.get(0) instanceof StoredTensor.Storage storage)) {
            throw input.corrupt("rebuilds a tensor from something else than a storage");
        }
        long[] shape = longs(values.get(2));
        long[] strides = longs(values.get(3));
        if (shape.length != strides.length) {
            throw input.corrupt("gives a tensor " + shape.length + " dimensions and " + strides.length + " strides");
        }
        return new StoredTensor(storage, number(values.get(1)), shape, strides);
    }

    /** A persistent id: {@code ('storage', type, key, device, elements[, view])}. */
    private StoredTensor.Storage storage(Object id) {
        List<Object> values = list(id);
        if (values.size() < 5 || !"storage".equals(values.get(0))) {
            throw input.corrupt("refers to something else than a storage");
        }
        if (!(values.get(1) instanceof StorageType type)) {
            throw input.unsupported("has a storage without a type that holds weights");
        }
        long offset = 0;
        long elements = number(values.get(4));
        if (values.size() > 5 && values.get(5) != None.NONE) {
            List<Object> view = list(values.get(5));
            if (view.size() != 3) {
                throw input.corrupt("describes a view without key, offset and size");
            }
            offset = number(view.get(1));
            elements = number(view.get(2));
        }
        if (elements < 0 || offset < 0) {
            throw input.corrupt("gives a storage " + elements + " elements");
        }
        return new StoredTensor.Storage(type, text(values.get(2)), elements, offset);
    }

    /** The state of an OrderedDict holds the versions of its modules; it changes nothing here. */
    private void build(Object state, Object target) {
        if (!(target instanceof Map) || !(state instanceof Map)) {
            throw input.unsafe("sets the state of an object that is no dict");
        }
    }

    private void setAll(Object dict, List<Object> pairs) {
        if (pairs.size() % 2 != 0) {
            throw input.corrupt("gives a dict a key without a value");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            set(dict, pairs.get(i), pairs.get(i + 1));
        }
    }

    /** Keys are texts or numbers: others could be hashed only by walking through them. */
    private void set(Object dict, Object key, Object value) {
        if (!(key instanceof String || key instanceof Long || key == None.NONE)) {
            throw input.corrupt("has a dict whose key is neither text nor number");
        }
        map(dict).put(key, value);
    }

    private List<Object> sinceMark() {
        int mark = stack.lastIndexOf(Mark.MARK);
        if (mark < 0) {
            throw input.corrupt("takes values off an empty stack");
        }
        List<Object> top = stack.subList(mark + 1, stack.size());
        List<Object> values = new ArrayList<>(top);
        top.clear();
        stack.removeLast();
        return values;
    }

    private List<Object> tuple(int size) {
        List<Object> values = new ArrayList<>(Collections.nCopies(size, None.NONE));
        for (int i = size - 1; i >= 0; i--) {
            values.set(i, pop());
        }
        return values;
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object pop() {
        if (stack.isEmpty() || stack.getLast() == Mark.MARK) {
            throw input.corrupt("takes values off an empty stack");
        }
        return stack.removeLast();
    }

    private Object top() {
        if (stack.isEmpty() || stack.getLast() == Mark.MARK) {
            throw input.corrupt("takes values off an empty stack");
        }
        return stack.getLast();
    }

    private Object remembered(long index) {
        Object value = memo.get(index);
        if (value == null) {
            throw input.corrupt("refers to a value that it has not written");
        }
        return value;
    }

    private long[] longs(Object tuple) {
        return list(tuple).stream().mapToLong(this::number).toArray();
    }

    private long number(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw input.corrupt("has another value where a number belongs");
    }

    private String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw input.corrupt("has another value where a text belongs");
    }

    @SuppressWarnings("unchecked")
    private List<Object> list(Object value) {
        if (value instanceof List<?> list) {
            return (List<Object>) list;
        }
        throw input.corrupt("has another value where a list belongs");
    }

    @SuppressWarnings("unchecked")
    private Map<Object, Object> map(Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<Object, Object>) map;
        }
        throw input.corrupt("has another value where a dict belongs");
    }

    private static String printable(String name) {
        return name.length() <= 100 ? name.replaceAll("[^\\x20-\\x7e]", "?") : printable(name.substring(0, 100));
    }
}
