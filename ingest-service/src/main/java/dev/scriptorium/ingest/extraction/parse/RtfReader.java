package dev.scriptorium.ingest.extraction.parse;

import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads RTF 1.9 into paragraphs. Hidden and deleted text, pictures and field codes are left out; a note or comment is a
 * paragraph behind the one that refers to it. For one document.
 */
final class RtfReader {

    private static final Charset DEFAULT = TextDecoder.WINDOWS_1252;
    private static final String SYMBOL_CHARSET = "2";

    /** Takes what was read. */
    interface Paragraphs {

        void add(Paragraph paragraph);

        void unread(String what);
    }

    /** Where a paragraph belongs. */
    enum Kind {
        TEXT,
        NOTE,
        COMMENT,
        HEADER
    }

    /**
     * A paragraph.
     *
     * @param cell the place in a table, else empty
     * @param size of most of its characters' font, in half points
     */
    record Paragraph(Kind kind, String text, String cell, boolean heading, boolean item, boolean bold, int size) {}

    private final byte[] rtf;
    private final Paragraphs out;
    private final Deque<Group> groups = new ArrayDeque<>();
    private final Map<Integer, Font> fonts = new HashMap<>();
    private final Map<Integer, String> styles = new HashMap<>();
    private final List<Paragraph> later = new ArrayList<>();
    private final StringBuilder bytes = new StringBuilder();
    private final Table table = new Table();
    private Group group = new Group();
    private Sink sink = new Sink(Kind.TEXT);
    private Charset documentCharset = DEFAULT;
    private int at;
    private int toSkip;

    RtfReader(byte[] rtf, Paragraphs out) {
        this.rtf = rtf;
        this.out = out;
    }

    private record Font(Charset charset, String name, boolean symbols) {}

    /** What a brace closes. */
    private static final class Group {

        private boolean skipped;
        private boolean hidden;
        private boolean deleted;
        private boolean bold;
        private int size = 24;
        private int font = -1;
        private int unicodeSkip = 1;
        private String destination = "";
        private boolean opensSink;

        private Group copy() {
            Group copy = new Group();
            copy.skipped = skipped;
            copy.hidden = hidden;
            copy.deleted = deleted;
            copy.bold = bold;
            copy.size = size;
            copy.font = font;
            copy.unicodeSkip = unicodeSkip;
            copy.destination = destination;
            return copy;
        }
    }

    /** The paragraph that is being read, of the text or of a note. */
    private static final class Sink {

        private final Kind kind;
        private final StringBuilder text = new StringBuilder();
        private boolean mark;
        private boolean inList;
        private boolean inTable;
        private boolean outlined;
        private int style = -1;
        private boolean allBold = true;
        private final Map<Integer, Integer> sizes = new HashMap<>();

        private Sink(Kind kind) {
            this.kind = kind;
        }

        private void reset() {
            inList = false;
            inTable = false;
            outlined = false;
            style = -1;
        }
    }

    private static final class Table {

        private int number;
        private int row = 1;
        private int column = 1;
        private boolean open;
    }

    private final Deque<Sink> sinks = new ArrayDeque<>();
    private final StringBuilder definition = new StringBuilder();
    private int definedFont = -1;
    private int definedCharset = -1;
    private int definedStyle = -1;

    void read() {
        while (at < rtf.length) {
            char c = (char) (rtf[at++] & 0xFF);
            switch (c) {
                case '{' -> {
                    flushBytes();
                    groups.push(group);
                    group = group.copy();
                }
                case '}' -> close();
                case '\\' -> control();
                case '\r', '\n' -> {}
                default -> character(c);
            }
        }
        flushBytes();
        endParagraph();
    }

    /** Whether a group was still open at the end. */
    boolean isCutOff() {
        return !groups.isEmpty();
    }

    private void close() {
        flushBytes();
        boolean ends = group.opensSink;
        define();
        if (groups.isEmpty()) {
            return;
        }
        group = groups.pop();
        toSkip = 0;
        if (ends) {
            endParagraph();
            sink = sinks.pop();
        }
    }

    private void control() {
        if (at >= rtf.length) {
            return;
        }
        char c = (char) (rtf[at++] & 0xFF);
        if (!isLetter(c)) {
            symbol(c);
            return;
        }
        StringBuilder word = new StringBuilder().append(c);
        while (at < rtf.length && isLetter((char) rtf[at])) {
            word.append((char) rtf[at++]);
        }
        StringBuilder digits = new StringBuilder();
        if (at < rtf.length && rtf[at] == '-') {
            digits.append((char) rtf[at++]);
        }
        while (at < rtf.length && rtf[at] >= '0' && rtf[at] <= '9' && digits.length() < 10) {
            digits.append((char) rtf[at++]);
        }
        if (at < rtf.length && rtf[at] == ' ') {
            at++;
        }
        boolean hasNumber = !digits.isEmpty() && !digits.toString().equals("-");
        int number = hasNumber ? (int) Long.parseLong(digits.toString()) : 1;
        word(word.toString(), number, hasNumber);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private void symbol(char c) {
        switch (c) {
            case '\'' -> {
                if (at + 2 <= rtf.length) {
                    int octet = Character.digit(rtf[at], 16) * 16 + Character.digit(rtf[at + 1], 16);
                    at += 2;
                    if (toSkip > 0) {
                        toSkip--;
                    } else if (octet >= 0) {
                        bytes.append((char) octet);
                    }
                }
            }
            case '~' -> append(" ");
            case '_' -> append("-");
            case '-' -> {}
            case '*' -> group.destination = "*";
            case '\r', '\n' -> endOfParagraph();
            case '\\', '{', '}' -> character(c);
            default -> {}
        }
    }

    private void word(String word, int number, boolean hasNumber) {
        if (!word.equals("u")) {
            flushBytes();
        }
        boolean starred = group.destination.equals("*");
        if (starred) {
            group.destination = "";
            if (word.equals("moMath")) {
                append("[formula]");
                out.unread("a formula");
            }
            if (!RtfWords.KNOWN_WITH_STAR.contains(word)) {
                group.skipped = true;
                return;
            }
        }
        if (RtfWords.NO_TEXT.contains(word)) {
            group.skipped = true;
        } else if (RtfWords.CHARACTERS.containsKey(word)) {
            append(RtfWords.CHARACTERS.get(word));
        } else {
            property(word, number, hasNumber);
        }
    }

    private void property(String word, int number, boolean hasNumber) {
        boolean on = !hasNumber || number != 0;
        switch (word) {
            case "u" -> {
                flushBytes();
                append(Character.toString((char) number));
                toSkip = group.unicodeSkip;
            }
            case "uc" -> group.unicodeSkip = Math.max(0, number);
            case "bin" -> at = (int) Math.min(rtf.length, at + (long) Math.max(0, number));
            case "ansicpg" -> documentCharset = charset("windows-" + number, charset("IBM" + number, DEFAULT));
            case "mac" -> documentCharset = charset("x-MacRoman", DEFAULT);
            case "pc" -> documentCharset = charset("IBM437", DEFAULT);
            case "pca" -> documentCharset = charset("IBM850", DEFAULT);
            case "fonttbl", "stylesheet" -> group.destination = word;
            case "f" -> {
                group.font = number;
                definedFont = number;
            }
            case "fcharset" -> definedCharset = number;
            case "s" -> {
                sink.style = number;
                definedStyle = number;
            }
            case "par", "sect" -> endOfParagraph();
            case "page", "column" -> append("\n\n");
            case "cell", "nestcell" -> endCell();
            case "row", "nestrow" -> {
                table.row++;
                table.column = 1;
            }
            case "pard" -> sink.reset();
            case "intbl" -> sink.inTable = true;
            case "ls" -> sink.inList = number > 0;
            case "outlinelevel" -> sink.outlined = number < 9;
            case "listtext", "pntext" -> {
                sink.mark = true;
                group.skipped = true;
            }
            case "plain" -> {
                group.hidden = false;
                group.bold = false;
                group.size = 24;
            }
            case "v" -> group.hidden = on;
            case "deleted" -> group.deleted = on;
            case "b" -> group.bold = on;
            case "fs" -> group.size = number;
            case "footnote" -> open(Kind.NOTE);
            case "annotation" -> open(Kind.COMMENT);
            case "object" -> out.unread("an embedded object");
            default -> {
                if (RtfWords.HEADERS.contains(word)) {
                    open(Kind.HEADER);
                }
            }
        }
    }

    private static Charset charset(String name, Charset otherwise) {
        return Charset.isSupported(name) ? Charset.forName(name) : otherwise;
    }

    private void open(Kind kind) {
        if (!group.skipped) {
            sinks.push(sink);
            sink = new Sink(kind);
            group.opensSink = true;
        }
    }

    private void character(char c) {
        if (toSkip > 0) {
            toSkip--;
        } else if (c < 0x80 && bytes.isEmpty()) {
            append(Character.toString(c));
        } else {
            bytes.append(c);
        }
    }

    /** Decodes the bytes that were gathered: in some charsets two make a character. */
    private void flushBytes() {
        if (bytes.isEmpty()) {
            return;
        }
        byte[] raw = bytes.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        bytes.setLength(0);
        Font font = fonts.get(group.font);
        if (font != null && font.symbols()) {
            for (byte octet : raw) {
                append(SymbolFonts.character(font.name(), Integer.toHexString(octet & 0xFF)));
            }
        } else {
            append(new String(raw, font == null ? documentCharset : font.charset()));
        }
    }

    private void append(String text) {
        if (group.destination.equals("fonttbl") || group.destination.equals("stylesheet")) {
            definition.append(text);
            if (text.endsWith(";")) {
                define();
            }
        } else if (!group.skipped && !group.hidden && !group.deleted) {
            sink.text.append(text);
            if (!text.isBlank()) {
                sink.allBold &= group.bold;
                sink.sizes.merge(group.size, text.length(), Integer::sum);
            }
        }
    }

    /** A font or a style ends with a semicolon. */
    private void define() {
        String name = definition.toString().strip();
        definition.setLength(0);
        if (!name.endsWith(";")) {
            return;
        }
        String plain = name.substring(0, name.length() - 1).strip();
        if (group.destination.equals("fonttbl")) {
            boolean symbols = Integer.toString(definedCharset).equals(SYMBOL_CHARSET) || plain.equals("Symbol");
            Charset charset =
                    charset(RtfWords.CHARSETS.getOrDefault(definedCharset, documentCharset.name()), documentCharset);
            fonts.put(definedFont, new Font(definedCharset == 0 ? DEFAULT : charset, plain, symbols));
            definedCharset = -1;
        } else {
            styles.put(definedStyle, plain.toLowerCase(java.util.Locale.ROOT));
            definedStyle = 0;
            sink.style = -1;
        }
    }

    private void endOfParagraph() {
        if (group.skipped) {
            return;
        }
        boolean keepsCell = sink.kind == Kind.TEXT && sink.inTable;
        if (keepsCell) {
            emit(cell());
        } else {
            endParagraph();
        }
    }

    private void endParagraph() {
        if (sink.kind == Kind.TEXT && !sink.text.toString().isBlank() && !sink.inTable) {
            table.open = false;
        }
        emit("");
    }

    private String cell() {
        if (!table.open) {
            table.open = true;
            table.number++;
            table.row = 1;
            table.column = 1;
        }
        return "table " + table.number + ", row " + table.row + ", column " + table.column;
    }

    private void endCell() {
        if (!group.skipped) {
            emit(cell());
            table.column++;
        }
    }

    private void emit(String cell) {
        String text = sink.text.toString();
        String style = styles.getOrDefault(sink.style, "");
        boolean heading = sink.outlined || style.startsWith("heading") || style.equals("title");
        int size = sink.sizes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(24);
        Paragraph paragraph =
                new Paragraph(sink.kind, text, cell, heading, sink.mark || sink.inList, sink.allBold, size);
        if (sink.kind == Kind.TEXT) {
            out.add(paragraph);
            later.forEach(out::add);
            later.clear();
        } else if (!text.isBlank()) {
            later.add(paragraph);
        }
        sink.text.setLength(0);
        sink.sizes.clear();
        sink.allBold = true;
        sink.mark = false;
    }
}
