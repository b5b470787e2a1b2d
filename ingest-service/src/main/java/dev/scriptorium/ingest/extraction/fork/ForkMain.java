package dev.scriptorium.ingest.extraction.fork;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.extraction.parse.DocumentParser;
import dev.scriptorium.ingest.extraction.parse.Limits;
import dev.scriptorium.ingest.extraction.parse.ParseResult;
import dev.scriptorium.ingest.extraction.parse.SourceFile;
import dev.scriptorium.ingest.extraction.parse.TranslatedFiles;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import dev.scriptorium.proto.ingest.v1.ExtractionCommand;
import dev.scriptorium.proto.ingest.v1.ExtractionDone;
import dev.scriptorium.proto.ingest.v1.ExtractionRefused;
import dev.scriptorium.proto.ingest.v1.ExtractionReply;
import dev.scriptorium.proto.ingest.v1.ForkReady;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * The process that parses: one document after the other, until its input ends. Its input ends when its parent does, even
 * in the middle of a document, so that nothing outlives a service that was killed.
 */
public final class ForkMain {

    private final BlockingQueue<ExtractionCommand> commands = new LinkedBlockingQueue<>();
    private final OutputStream replies;
    private final Parse parse;
    private final TranslatedFiles translatedFiles = new TranslatedFiles();

    /** What a command is answered with. */
    @FunctionalInterface
    interface Parse {

        ParseResult parse(SourceFile source, Limits limits, boolean comments, Consumer<ExtractedPart> parts);
    }

    ForkMain(OutputStream replies, Parse parse) {
        this.replies = replies;
        this.parse = parse;
    }

    public static void main(String[] arguments) throws InterruptedException, IOException {
        // Before anything can print: stdout belongs to the messages.
        OutputStream replies = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 64 * 1024);
        System.setOut(System.err);
        DocumentParser parser = new DocumentParser();
        new ForkMain(replies, parser::parse).run(new FileInputStream(FileDescriptor.in));
    }

    void run(InputStream input) throws InterruptedException, IOException {
        Thread.ofPlatform().daemon().name("commands").start(() -> readCommands(input));
        reply(ExtractionReply.newBuilder().setReady(ForkReady.getDefaultInstance()));
        while (true) {
            answer(commands.take());
        }
    }

    private void readCommands(InputStream input) {
        try {
            ExtractionCommand command = ExtractionCommand.parseDelimitedFrom(input);
            while (command != null) {
                commands.add(command);
                command = ExtractionCommand.parseDelimitedFrom(input);
            }
        } catch (IOException e) {
            System.err.println("The input broke off: " + e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }

    private void answer(ExtractionCommand command) throws IOException {
        SourceFile source = new SourceFile(
                Path.of(command.getFile()),
                command.getFileName(),
                command.getDeclaredMediaType(),
                command.getFileUnits());
        Limits limits = new Limits(command.getMaxCharacters(), command.getMaxBlocks(), command.getMaxPages());
        try {
            if (command.hasTranslation()) {
                reply(translatedFiles.answer(source, command.getTranslation()).toBuilder());
                return;
            }
            ParseResult result = parse.parse(source, limits, command.getComments(), this::part);
            reply(ExtractionReply.newBuilder()
                    .setDone(ExtractionDone.newBuilder()
                            .setMediaType(result.format().mediaType())
                            .addAllUnread(result.unread())));
        } catch (FailureException e) {
            reply(ExtractionReply.newBuilder()
                    .setRefused(ExtractionRefused.newBuilder()
                            .setCode(e.code().name())
                            .setReason(e.reason())));
        }
    }

    private void part(ExtractedPart part) {
        try {
            reply(ExtractionReply.newBuilder().setPart(part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void reply(ExtractionReply.Builder reply) throws IOException {
        reply.build().writeDelimitedTo(replies);
        replies.flush();
    }
}
