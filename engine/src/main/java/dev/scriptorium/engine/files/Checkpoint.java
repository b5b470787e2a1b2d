package dev.scriptorium.engine.files;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/**
 * The state dict in a file of {@code torch.save}, mapped into memory; nothing in it is run, see {@link StateDictPickle}.
 *
 * <p>Two forms: a zip archive (PyTorch 1.6 and later) whose {@code data.pkl} describes the tensors and whose
 * {@code data/KEY} are the storages, and the older stream of five pickles followed by the storages. Storages stay in the
 * file; a tensor is copied when it is read. Every length is checked against the file, so a damaged file fails as
 * {@code MODEL_CORRUPT} and nothing else. Tensors may share a storage. Safe for many threads.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/notes/serialization.html">the zip form</a>
 */
final class Checkpoint implements TensorFile {

    private static final byte[] ZIP = {'P', 'K'};
    /** A pickle of protocol 2. */
    private static final byte[] STREAM = {(byte) 0x80, 2};

    private static final BigInteger STREAM_MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long STREAM_PROTOCOL = 1001;

    /** A state dict of 3,000 tensors has 400 KB. */
    private static final long MAX_PICKLE_BYTES = 64L << 20;

    private final MappedFile file;
    private final Map<String, StoredTensor> tensors;
    private final Map<String, MemorySegment> storages;

    private Checkpoint(MappedFile file, Map<String, StoredTensor> tensors, Map<String, MemorySegment> storages) {
        this.file = file;
        this.tensors = tensors;
        this.storages = storages;
    }

    static Checkpoint open(Path path) {
        return MappedFile.read(path, file -> startsWith(file.bytes(), ZIP) ? zip(file) : stream(file));
    }

    private static boolean startsWith(MemorySegment mapped, byte[] beginning) {
        return mapped.byteSize() > beginning.length
                && mapped.asSlice(0, beginning.length).mismatch(MemorySegment.ofArray(beginning)) < 0;
    }

    private static Checkpoint zip(MappedFile file) {
        Map<String, MemorySegment> entries = entries(file);
        String pickle = entries.keySet().stream()
                .filter(name -> name.endsWith("/data.pkl") && name.indexOf('/') == name.length() - "/data.pkl".length())
                .findFirst()
                .orElseThrow(() -> file.corrupt("is an archive without a data.pkl"));
        String folder = pickle.substring(0, pickle.length() - "data.pkl".length());
        MemorySegment order = entries.get(folder + "byteorder");
        if (order != null && !text(order).equals("little")) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    file.path().getFileName() + " was saved on a machine of another byte order");
        }
        if (entries.get(pickle).byteSize() > MAX_PICKLE_BYTES) {
            throw file.corrupt("has a data.pkl of more than " + MAX_PICKLE_BYTES + " bytes");
        }
        Object dict = new StateDictPickle(new PickleInput(name(file), entries.get(pickle))).read();
        Map<String, StoredTensor> tensors = tensors(file, dict);
        Map<String, MemorySegment> storages = new HashMap<>();
        for (StoredTensor tensor : tensors.values()) {
            String key = tensor.storage().key();
            MemorySegment bytes = entries.get(folder + "data/" + key);
            if (bytes == null) {
                throw file.corrupt("has no storage " + key);
            }
            storages.put(key, bytes);
        }
        return new Checkpoint(file, tensors, storages);
    }

    private static Map<String, MemorySegment> entries(MappedFile file) {
        MemorySegment mapped = file.bytes();
        Map<String, MemorySegment> entries = new HashMap<>();
        try (ZipFile archive = ZipFile.builder().setPath(file.path()).get()) {
            for (ZipArchiveEntry entry : Collections.list(archive.getEntries())) {
                long offset = entry.getDataOffset();
                boolean inside = offset >= 0 && entry.getSize() >= 0 && entry.getSize() <= mapped.byteSize() - offset;
                if (entry.getMethod() != ZipMethod.STORED.getCode() || !inside) {
                    throw file.corrupt("holds an entry that is compressed or lies outside the file");
                }
                entries.put(entry.getName(), mapped.asSlice(offset, entry.getSize()));
            }
            return entries;
        } catch (IOException | IllegalArgumentException e) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT,
                    file.path().getFileName() + " is a damaged archive; fetch the file again",
                    e);
        }
    }

    private static String text(MemorySegment bytes) {
        return bytes.byteSize() > 100
                ? ""
                : new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII).strip();
    }

    /** Magic number, protocol, system, state dict, keys of the storages in order; then each as length and elements. */
    private static Checkpoint stream(MappedFile file) {
        MemorySegment mapped = file.bytes();
        PickleInput input = new PickleInput(name(file), mapped);
        StateDictPickle pickles = new StateDictPickle(input);
        if (!startsWith(mapped, STREAM)
                || !STREAM_MAGIC.equals(pickles.read())
                || !Long.valueOf(STREAM_PROTOCOL).equals(pickles.read())) {
            throw file.corrupt("is no checkpoint of PyTorch");
        }
        pickles.read();
        Map<String, StoredTensor> tensors = tensors(file, pickles.read());
        if (!(pickles.read() instanceof List<?> keys)) {
            throw file.corrupt("has no list of its storages");
        }
        Map<String, StorageType> types = new HashMap<>();
        tensors.values()
                .forEach(tensor ->
                        types.put(tensor.storage().key(), tensor.storage().type()));
        Map<String, MemorySegment> storages = new HashMap<>();
        for (Object key : keys) {
            long elements = input.readLong();
            StorageType type = types.get(String.valueOf(key));
            if (!(key instanceof String name) || type == null) {
                throw file.corrupt("holds a storage that no tensor uses");
            }
            if (elements < 0 || elements > mapped.byteSize() / type.bytes()) {
                throw file.corrupt("gives the storage " + name + " " + elements + " elements, more than there are");
            }
            long start = input.position();
            input.skip(elements * type.bytes());
            storages.put(name, mapped.asSlice(start, elements * type.bytes()));
        }
        tensors.values().forEach(tensor -> {
            if (!storages.containsKey(tensor.storage().key())) {
                throw file.corrupt("has no storage " + tensor.storage().key());
            }
        });
        return new Checkpoint(file, tensors, storages);
    }

    private static String name(MappedFile file) {
        return file.path().getFileName().toString();
    }

    private static Map<String, StoredTensor> tensors(MappedFile file, Object dict) {
        if (!(dict instanceof Map<?, ?> entries)) {
            throw file.corrupt("holds no state dict");
        }
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        entries.forEach((name, value) -> {
            if (name instanceof String text && value instanceof StoredTensor tensor) {
                tensors.put(text, tensor);
            }
        });
        if (tensors.isEmpty()) {
            throw file.corrupt("holds no tensors");
        }
        return tensors;
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public Tensor read(String name) {
        StoredTensor stored = tensors.get(name);
        if (stored == null) {
            throw file.corrupt("has no tensor " + name);
        }
        StoredTensor.Storage storage = stored.storage();
        ElementType type = storage.type()
                .elements()
                .orElseThrow(() -> new FailureException(
                        FailureCode.MODEL_UNSUPPORTED,
                        file.path().getFileName() + " holds " + name + " as " + storage.type()
                                + "; weights must be float32, float16 or bfloat16"));
        long count = stored.elements();
        MemorySegment bytes = storages.get(storage.key());
        if (count < 0 || !fits(storage, bytes.byteSize() / type.size())) {
            throw file.corrupt("places " + name + " outside its storage");
        }
        Tensor tensor = Tensor.allocate(shape(name, stored));
        MemorySegment view = bytes.asSlice(storage.viewOffset() * type.size(), storage.elements() * type.size());
        if (stored.contiguous()) {
            type.widen(view.asSlice(stored.offset() * type.size(), count * type.size()), tensor.values());
        } else {
            gather(type, view, stored, tensor.values());
        }
        return tensor;
    }

    private static boolean fits(StoredTensor.Storage view, long elements) {
        return view.elements() <= elements && view.viewOffset() <= elements - view.elements();
    }

    private int[] shape(String name, StoredTensor stored) {
        int[] shape = new int[stored.shape().length];
        for (int i = 0; i < shape.length; i++) {
            if (stored.shape()[i] > Integer.MAX_VALUE) {
                throw file.corrupt("gives " + name + " a shape that is too large");
            }
            shape[i] = (int) stored.shape()[i];
        }
        return shape;
    }

    /** Reads element by element, the last dimension fastest. */
    private static void gather(ElementType type, MemorySegment view, StoredTensor stored, FloatBuffer target) {
        long[] index = new long[stored.shape().length];
        long element = stored.offset();
        for (int i = 0; i < target.limit(); i++) {
            target.put(i, type.read(view, element));
            for (int dimension = index.length - 1; dimension >= 0; dimension--) {
                index[dimension]++;
                element += stored.strides()[dimension];
                if (index[dimension] < stored.shape()[dimension]) {
                    break;
                }
                element -= index[dimension] * stored.strides()[dimension];
                index[dimension] = 0;
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
