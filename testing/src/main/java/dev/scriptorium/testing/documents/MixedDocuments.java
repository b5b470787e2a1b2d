package dev.scriptorium.testing.documents;

import dev.scriptorium.testing.documents.SimpleDocument.Element;
import dev.scriptorium.testing.documents.SimpleDocument.Heading;
import dev.scriptorium.testing.documents.SimpleDocument.ListItem;
import dev.scriptorium.testing.documents.SimpleDocument.Paragraph;
import dev.scriptorium.testing.documents.SimpleDocument.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Any number of different documents of all formats, in English and German, some of them bad. The same seed gives the same
 * documents, byte by byte. For runs over many documents, by tests and by hand.
 */
public final class MixedDocuments {

    /** One in this many is bad. */
    private static final int BAD = 10;

    private final SplittableRandom random;

    private MixedDocuments(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /**
     * A document and how it has to end.
     *
     * @param failureCode empty where it has to succeed
     */
    public record Mixed(String fileName, String mediaType, byte[] bytes, Optional<String> failureCode) {}

    /** Good and bad documents in turn; names are unique. */
    public static List<Mixed> of(int count, long seed) {
        MixedDocuments documents = new MixedDocuments(seed);
        List<Mixed> all = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            all.add(number % BAD == 0 ? documents.bad(number / BAD) : documents.good(number));
        }
        return all;
    }

    /** Good documents only. */
    public static List<Mixed> good(int count, long seed) {
        MixedDocuments documents = new MixedDocuments(seed);
        List<Mixed> all = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            all.add(documents.good(number));
        }
        return all;
    }

    /**
     * Writes documents into a folder, and beside it a file {@code FOLDER.expected.tsv}: name, and {@code SUCCEEDED} or a
     * failure code.
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: MixedDocuments FOLDER COUNT SEED");
            System.exit(2);
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        StringBuilder expected = new StringBuilder();
        for (Mixed document : of(Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]))) {
            Files.write(folder.resolve(document.fileName()), document.bytes());
            expected.append(document.fileName())
                    .append('\t')
                    .append(document.failureCode().orElse("SUCCEEDED"))
                    .append('\n');
        }
        Files.writeString(folder.resolveSibling(folder.getFileName() + ".expected.tsv"), expected);
    }

    private Mixed good(int number) {
        DocumentForm[] forms = DocumentForm.values();
        DocumentForm form = forms[number % forms.length];
        Phrases phrases = random.nextInt(5) == 0 ? Phrases.GERMAN : Phrases.ENGLISH;
        SimpleDocument document = write(phrases, number);
        return new Mixed(
                "%s-%04d.%s".formatted(phrases.fileName(), number, form.extension()),
                form.mediaType(),
                form.write(document),
                Optional.empty());
    }

    private SimpleDocument write(Phrases phrases, int number) {
        String title = phrases.title() + " " + number;
        List<Element> elements = new ArrayList<>(List.of(new Heading(1, title)));
        int sections = 1 + random.nextInt(3);
        for (int section = 0; section < sections; section++) {
            elements.add(new Heading(2, pick(phrases.headings())));
            for (int paragraph = 0; paragraph <= random.nextInt(2); paragraph++) {
                elements.add(new Paragraph(sentences(phrases, 2 + random.nextInt(4))));
            }
            if (random.nextBoolean()) {
                elements.add(new ListItem(sentence(phrases)));
                elements.add(new ListItem(sentence(phrases)));
            }
        }
        if (random.nextInt(3) == 0) {
            elements.add(new Table(List.of(
                    List.of(phrases.columns().get(0), phrases.columns().get(1)),
                    List.of(pick(phrases.things()), number()),
                    List.of(pick(phrases.things()), number()))));
        }
        elements.add(new Paragraph(sentence(phrases)));
        return new SimpleDocument(title, phrases.language(), elements);
    }

    private Mixed bad(int number) {
        SimpleDocument letter = write(Phrases.ENGLISH, number);
        byte[] docx = DocumentForm.DOCX.write(letter);
        byte[] pdf = DocumentForm.PDF.write(letter);
        return switch (number % 7) {
            case 0 ->
                bad(
                        "cut-off-%04d.docx",
                        number, DocumentForm.DOCX, Arrays.copyOf(docx, docx.length / 2), "DOC_CORRUPT");
            case 1 ->
                bad("cut-off-%04d.pdf", number, DocumentForm.PDF, Arrays.copyOf(pdf, pdf.length / 2), "DOC_CORRUPT");
            case 2 -> bad("encrypted-%04d.pdf", number, DocumentForm.PDF, PdfForm.encrypted(letter), "DOC_ENCRYPTED");
            case 3 -> bad("scanned-%04d.pdf", number, DocumentForm.PDF, PdfForm.withoutText(), "EMPTY_TEXT");
            case 4 -> bad("program-%04d.pdf", number, DocumentForm.PDF, program(), "TYPE_MISMATCH");
            case 5 -> bad("bomb-%04d.docx", number, DocumentForm.DOCX, bomb(), "ARCHIVE_BOMB");
            default ->
                bad(
                        "blank-%04d.txt",
                        number, DocumentForm.TXT, " \n\n\t\n".getBytes(StandardCharsets.UTF_8), "EMPTY_TEXT");
        };
    }

    private static Mixed bad(String name, int number, DocumentForm form, byte[] bytes, String code) {
        return new Mixed(name.formatted(number), form.mediaType(), bytes, Optional.of(code));
    }

    private byte[] program() {
        byte[] program = new byte[2048];
        random.nextBytes(program);
        System.arraycopy(new byte[] {'M', 'Z', (byte) 0x90, 0, 3, 0, 0, 0}, 0, program, 0, 8);
        return program;
    }

    /** 64 MiB of spaces in some 64 KiB. */
    private static byte[] bomb() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] spaces = new byte[1 << 20];
        Arrays.fill(spaces, (byte) ' ');
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("word/document.xml");
            entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
            zip.putNextEntry(entry);
            for (int mebibytes = 0; mebibytes < 64; mebibytes++) {
                zip.write(spaces);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private String sentences(Phrases phrases, int count) {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sentences.add(sentence(phrases));
        }
        return String.join(" ", sentences);
    }

    private String sentence(Phrases phrases) {
        return pick(phrases.sentences())
                .replace("{thing}", pick(phrases.things()))
                .replace("{day}", pick(phrases.days()))
                .replace("{number}", number());
    }

    private String number() {
        return Integer.toString(2 + random.nextInt(900));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
