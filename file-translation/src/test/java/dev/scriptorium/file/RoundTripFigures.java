package dev.scriptorium.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Translates generated files of all formats to themselves, and prints for each format what came back. */
final class RoundTripFigures {

    private static final int FILES = 204;

    private int files;
    private int faithful;
    private int texts;
    private int equal;
    private int codes;
    private int lost;
    private long millis;

    private RoundTripFigures() {}

    /** @param arguments a folder for the files; optionally, folders of further files to take in */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        List<Path> all = new ArrayList<>();
        FileFormat[] formats = FileFormat.values();
        for (int i = 0; i < FILES; i++) {
            all.add(SampleFiles.write(formats[i % formats.length], i, folder));
        }
        for (int i = 1; i < arguments.length; i++) {
            try (var more = Files.list(Path.of(arguments[i]))) {
                more.filter(Files::isRegularFile).sorted().forEach(all::add);
            }
        }
        Map<FileFormat, RoundTripFigures> figures = new EnumMap<>(FileFormat.class);
        Map<String, String> failures = new TreeMap<>();
        for (Path file : all) {
            FileFormat format = FileFormat.ofName(file.getFileName().toString()).orElse(null);
            if (format != null) {
                figures.computeIfAbsent(format, none -> new RoundTripFigures()).add(format, file, failures);
            }
        }
        System.out.println("| format | files | faithful | texts | equal | codes | lost | ms a file |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        figures.forEach((format, sums) -> System.out.printf(
                "| %s | %d | %d | %d | %d | %d | %d | %d |%n",
                format,
                sums.files,
                sums.faithful,
                sums.texts,
                sums.equal,
                sums.codes,
                sums.lost,
                sums.millis / sums.files));
        failures.forEach((file, reason) -> System.out.println(file + ": " + reason));
    }

    private void add(FileFormat format, Path file, Map<String, String> failures) {
        files++;
        long start = System.nanoTime();
        Path result = Path.of(System.getProperty("java.io.tmpdir"), "round-trip-" + file.getFileName());
        try {
            List<SegmentTranslation> segments = new ArrayList<>();
            FileTranslation.of(format, file)
                    .read(text -> segments.add(new SegmentTranslation(text.text(), text.text(), false)));
            Fidelity fidelity = FileTranslation.of(format, file).write("de", segments, Map.of(), result);
            millis += (System.nanoTime() - start) / 1_000_000;
            codes += fidelity.translated().codes();
            lost += fidelity.codesLost() + fidelity.translated().unplacedCodes();
            if (fidelity.isFaithful()) {
                faithful++;
            } else {
                failures.put(file.getFileName().toString(), String.join(" ", fidelity.differences()));
            }
            List<String> before = texts(format, file);
            List<String> after = texts(format, result);
            texts += before.size();
            for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
                equal += before.get(i).equals(after.get(i)) ? 1 : 0;
            }
            Files.deleteIfExists(result);
        } catch (IOException | RuntimeException e) {
            failures.put(file.getFileName().toString(), e.toString());
        }
    }

    private static List<String> texts(FileFormat format, Path file) throws IOException {
        List<String> texts = new ArrayList<>();
        FileTranslation.open(format, file).read(unit -> texts.add(unit.text().text()));
        return texts;
    }
}
