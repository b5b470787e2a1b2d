package dev.scriptorium.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.TestModels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tiny-marian.zip.bin", "tiny-marian.stream.bin"})
    void holdsTheSameTensorsAsSafetensors(String name) {
        try (TensorFile expected =
                        Safetensors.open(TestModels.folder("tiny-marian").resolve("model.safetensors"));
                TensorFile checkpoint = Checkpoint.open(resource(name))) {

            assertThat(new TreeSet<>(checkpoint.names())).isEqualTo(new TreeSet<>(expected.names()));
            for (String tensor : expected.names()) {
                assertThat(checkpoint.read(tensor).shape())
                        .as(tensor)
                        .isEqualTo(expected.read(tensor).shape());
                assertThat(checkpoint
                                .read(tensor)
                                .values()
                                .mismatch(expected.read(tensor).values()))
                        .as(tensor)
                        .isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"views.zip.bin", "views.stream.bin"})
    void readsTensorsThatShareAStorageWithStridesAndOffsets(String name) throws IOException {
        JsonNode expected = new ObjectMapper().readTree(resource("views.json").toFile());
        try (TensorFile checkpoint = Checkpoint.open(resource(name))) {
            expected.properties().forEach(tensor -> {
                Tensor read = checkpoint.read(tensor.getKey());

                assertThat(read.shape())
                        .as(tensor.getKey())
                        .isEqualTo(ints(tensor.getValue().path("shape")));
                assertThat(floats(read))
                        .as(tensor.getKey())
                        .isEqualTo(floats(tensor.getValue().path("values")));
            });
        }
    }

    @Test
    void refusesToReadIntegersAsWeights() {
        try (TensorFile checkpoint = Checkpoint.open(resource("views.zip.bin"))) {
            FailureException failure =
                    catchThrowableOfType(FailureException.class, () -> checkpoint.read("position_ids"));

            assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNSUPPORTED);
            assertThat(failure.reason()).contains("position_ids", "LongStorage");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "posix, system",
        "builtins, eval",
        "builtins, getattr",
        "torch, load",
        "torch.hub, load",
        "numpy, load",
        "collections, Counter",
        "torch.storage, _load_from_bytes",
        "torch._utils, _rebuild_wrapper_subclass"
    })
    void refusesByNameWhateverAPickleWantsToCall(String module, String function) throws IOException {
        Path file = zip(pickle("c" + module + "\n" + function + "\nX\4\0\0\0true\u0085R."), Map.of());

        FailureException failure = failure(file);

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNSAFE);
        assertThat(failure.reason()).contains(module + "." + function);
    }

    @Test
    void refusesAFunctionThatIsNamedOnTheStack() throws IOException {
        Path file = zip(pickle("\u008c\2os\u008c\6system\u0093X\4\0\0\0true\u0085R."), Map.of());

        assertThat(failure(file).reason()).contains("os.system");
    }

    @ParameterizedTest
    @CsvSource({
        "a persistent id outside a state dict, '}X\1\0\0\0aK\1Qs.', MODEL_CORRUPT",
        "an instance by its class, '(ios\nsystem\n.', MODEL_UNSAFE",
        "a state for a list, ']}b.', MODEL_UNSAFE",
        "a number of 2 GB, '\u008b\u00ff\u00ff\u00ff\u007f.', MODEL_UNSAFE",
        "a text longer than the file, 'X\u00ff\u00ff\u00ff\u007f', MODEL_CORRUPT",
        "values off an empty stack, 't.', MODEL_CORRUPT",
        "a value that was never written, 'h\7.', MODEL_CORRUPT",
        "a list as the key of a dict, '}]K\1s.', MODEL_CORRUPT",
        "a list of itself as a state dict, ']q\0h\0a.', MODEL_CORRUPT",
        "an empty state dict, '}.', MODEL_CORRUPT"
    })
    void refuses(String what, String program, FailureCode expected) throws IOException {
        assertThat(failure(zip(pickle(program), Map.of())).code()).as(what).isEqualTo(expected);
    }

    @Test
    void endsAtTheMostOpcodesAndNotAfter() throws IOException {
        ByteArrayOutputStream deep = new ByteArrayOutputStream();
        deep.write(pickle(""));
        for (int i = 0; i < StateDictPickle.MAX_OPCODES; i++) {
            deep.write('(');
        }

        FailureException failure = failure(zip(deep.toByteArray(), Map.of()));

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_CORRUPT);
        assertThat(failure.reason()).contains("more than " + StateDictPickle.MAX_OPCODES + " opcodes");
    }

    @ParameterizedTest
    @CsvSource({
        "4, 0, 2, 1, ok", "4, 0, 3, 1, MODEL_CORRUPT", "4, 1, 2, 1, ok", "4, 3, 2, 1, MODEL_CORRUPT",
        "4, 0, 2, 3, ok", "4, 0, 2, 4, MODEL_CORRUPT", "5, 0, 2, 1, MODEL_CORRUPT", "4, 0, 100, 0, MODEL_CORRUPT"
    })
    void checksEveryPlaceAgainstTheFile(int elements, int offset, int size, int stride, String expected)
            throws IOException {
        String tensor = "ctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0"
                + "0X\3\0\0\0cpuK" + (char) elements + "tQK" + (char) offset + "K" + (char) size + "\u0085K"
                + (char) stride + "\u0085\u0089}tR";
        Path file = zip(pickle("}X\1\0\0\0w" + tensor + "s."), Map.of("data/0", new byte[size == 3 ? 8 : 16]));

        try (TensorFile checkpoint = Checkpoint.open(file)) {
            if (expected.equals("ok")) {
                assertThat(checkpoint.read("w").shape()).containsExactly(size);
            } else {
                assertThat(catchThrowableOfType(FailureException.class, () -> checkpoint.read("w"))
                                .code())
                        .isEqualTo(FailureCode.valueOf(expected));
            }
        }
    }

    @Test
    void namesAStorageThatIsMissing() throws IOException {
        String tensor = "ctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0"
                + "7X\3\0\0\0cpuK\4tQK\0K\2\u0085K\1\u0085\u0089}tR";

        FailureException failure = failure(zip(pickle("}X\1\0\0\0w" + tensor + "s."), Map.of()));

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_CORRUPT);
        assertThat(failure.reason()).contains("storage 7");
    }

    @ParameterizedTest
    @CsvSource({"views.zip.bin, 1", "views.stream.bin, 2"})
    void aDamagedFileIsRefusedOrReadAndNothingElse(String name, long seed) throws IOException {
        byte[] intact = Files.readAllBytes(resource(name));
        SplittableRandom random = new SplittableRandom(seed);
        Map<FailureCode, Integer> failures = new EnumMap<>(FailureCode.class);
        int rounds = Integer.getInteger("scriptorium.fuzz.rounds", 400);
        for (int round = 0; round < rounds; round++) {
            byte[] damaged =
                    random.nextInt(4) == 0 ? Arrays.copyOf(intact, random.nextInt(intact.length)) : intact.clone();
            for (int flips = random.nextInt(1, 9); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged.bin"), damaged);
            try (TensorFile checkpoint = Checkpoint.open(file)) {
                for (String tensor : checkpoint.names()) {
                    checkpoint.read(tensor);
                }
            } catch (FailureException e) {
                failures.merge(e.code(), 1, Integer::sum);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(failures.keySet())
                .isSubsetOf(FailureCode.MODEL_CORRUPT, FailureCode.MODEL_UNSAFE, FailureCode.MODEL_UNSUPPORTED)
                .contains(FailureCode.MODEL_CORRUPT);
    }

    private static FailureException failure(Path file) {
        return catchThrowableOfType(
                FailureException.class, () -> Checkpoint.open(file).close());
    }

    /** A pickle of protocol 2 whose opcodes are given as characters below 256. */
    private static byte[] pickle(String program) {
        return ("\u0080\2" + program).getBytes(StandardCharsets.ISO_8859_1);
    }

    private Path zip(byte[] pickle, Map<String, byte[]> storages) throws IOException {
        Path file = folder.resolve("model.bin");
        try (ZipOutputStream archive = new ZipOutputStream(Files.newOutputStream(file))) {
            store(archive, "archive/data.pkl", pickle);
            for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
                store(archive, "archive/" + storage.getKey(), storage.getValue());
            }
        }
        return file;
    }

    private static void store(ZipOutputStream archive, String name, byte[] bytes) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        archive.putNextEntry(entry);
        archive.write(bytes);
        archive.closeEntry();
    }

    private static Path resource(String name) {
        try {
            return Path.of(
                    CheckpointTest.class.getResource("/checkpoints/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        Arrays.setAll(values, i -> array.get(i).asInt());
        return values;
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[tensor.values().limit()];
        tensor.values().duplicate().get(values);
        return values;
    }
}
