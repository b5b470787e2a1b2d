package dev.scriptorium.ingest.extraction.fork;

import dev.scriptorium.ingest.extraction.parse.DocumentFormat;
import dev.scriptorium.ingest.extraction.parse.DocumentParser;
import dev.scriptorium.ingest.extraction.parse.Limits;
import dev.scriptorium.ingest.extraction.parse.ParseResult;
import dev.scriptorium.ingest.extraction.parse.SourceFile;
import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The parsing process, with a parser that does what the document's name says. */
final class HostileForkMain {

    private static final List<byte[]> HELD = new ArrayList<>();

    private HostileForkMain() {}

    public static void main(String[] arguments) throws Exception {
        FileOutputStream replies = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        DocumentParser parser = new DocumentParser();
        new ForkMain(replies, (source, limits, comments, parts) -> parse(parser, source, limits, parts))
                .run(new FileInputStream(FileDescriptor.in));
    }

    private static ParseResult parse(
            DocumentParser parser, SourceFile source, Limits limits, Consumer<ExtractedPart> parts) {
        switch (source.name()) {
            case "hang" -> {
                while (true) {
                    LockSupport.park();
                }
            }
            case "spin" -> {
                long spins = 0;
                while (spins >= 0) {
                    spins = (spins + 1) & Long.MAX_VALUE;
                }
            }
            case "exit" -> System.exit(7);
            case "memory" -> {
                while (true) {
                    HELD.add(new byte[16 << 20]);
                }
            }
            case "shout" -> System.err.println("x".repeat(1 << 20));
            case "print" -> System.out.println("not a message");
            case "babble" -> {
                parts.accept(part("some text"));
                return babble();
            }
            case "flood" -> parts.accept(part("x".repeat((int) limits.maxCharacters() + 1)));
            case "litter" -> litter();
            default -> {}
        }
        return parser.parse(source, limits, false, parts);
    }

    private static ExtractedPart part(String text) {
        return ExtractedPart.newBuilder()
                .addBlocks(Block.newBuilder().setText(text))
                .build();
    }

    private static ParseResult babble() {
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write(new byte[] {-1, -1, -1, -1, 7, 'g', 'a', 'r', 'b', 'a', 'g', 'e'});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new ParseResult(DocumentFormat.TEXT, List.of());
    }

    private static void litter() {
        try {
            Files.writeString(Path.of(System.getProperty("java.io.tmpdir"), "litter"), "left over");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        System.exit(1);
    }
}
