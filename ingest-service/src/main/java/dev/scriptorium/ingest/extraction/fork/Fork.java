package dev.scriptorium.ingest.extraction.fork;

import com.google.protobuf.CodedInputStream;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.extraction.fork.Extraction.Extracted;
import dev.scriptorium.ingest.extraction.fork.Extraction.Refused;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import dev.scriptorium.proto.ingest.v1.ExtractionCommand;
import dev.scriptorium.proto.ingest.v1.ExtractionRefused;
import dev.scriptorium.proto.ingest.v1.ExtractionReply;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** One parsing process and the folder for its temporary files. For one thread at a time. */
final class Fork implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Fork.class);

    /** A part has at most 144 KiB of text; the rest is for places. A longer reply is not one of our parser's. */
    private static final int LONGEST_REPLY = 1 << 20;

    private static final int EXIT_OUT_OF_MEMORY = 3;
    private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(2);

    private final Process process;
    private final Path folder;
    private final ScheduledExecutorService timer;
    private final OutputStream commands;
    private final InputStream replies;
    private final Stderr stderr = new Stderr();
    private volatile boolean timedOut;
    private boolean broken;
    private int documents;

    private Fork(Process process, Path folder, ScheduledExecutorService timer) {
        this.process = process;
        this.folder = folder;
        this.timer = timer;
        this.commands = process.getOutputStream();
        this.replies = process.getInputStream();
    }

    /**
     * Starts a process and waits until it is ready.
     *
     * @throws FailureException INTERNAL where it does not come up
     */
    static Fork start(ForkCommand command, Path folder, Duration deadline, ScheduledExecutorService timer) {
        Fork fork = null;
        try {
            fork = new Fork(command.in(folder).start(), folder, timer);
            fork.begin(deadline);
            return fork;
        } catch (IOException e) {
            String stderr = fork == null ? "" : fork.stderr.toString();
            if (fork != null) {
                fork.close();
            } else {
                delete(folder);
            }
            LOG.errorf("A parsing process did not start: %s %s", e.getMessage(), stderr);
            throw new FailureException(FailureCode.INTERNAL, "The parsing process did not start.", e);
        }
    }

    private void begin(Duration deadline) throws IOException {
        Thread.ofPlatform()
                .daemon()
                .name("fork-" + process.pid() + "-stderr")
                .start(() -> stderr.drain(process.getErrorStream()));
        ScheduledFuture<?> watch = killAfter(deadline);
        try {
            if (!reply().hasReady()) {
                throw new IOException("the first message is another one");
            }
        } finally {
            watch.cancel(false);
        }
        stderr.forget();
    }

    /** Parses one document, or kills the process when that takes too long: look at {@link #isAlive} afterwards. */
    Extraction extract(ExtractionCommand command, Duration deadline) {
        documents++;
        ScheduledFuture<?> watch = killAfter(deadline);
        try {
            command.writeDelimitedTo(commands);
            commands.flush();
            return outcome(command);
        } catch (IOException e) {
            return ended(e, deadline);
        } finally {
            watch.cancel(false);
        }
    }

    private Extraction outcome(ExtractionCommand command) throws IOException {
        List<ExtractedPart> parts = new ArrayList<>();
        long characters = 0;
        while (true) {
            ExtractionReply reply = reply();
            switch (reply.getReplyCase()) {
                case PART -> {
                    characters += characters(reply.getPart());
                    if (characters > command.getMaxCharacters()) {
                        throw new IOException("more text than was allowed");
                    }
                    parts.add(reply.getPart());
                }
                case DONE -> {
                    if (parts.isEmpty()) {
                        throw new IOException("no text, and no reason why");
                    }
                    return new Extracted(
                            reply.getDone().getMediaType(),
                            parts,
                            reply.getDone().getUnreadList());
                }
                case REFUSED -> {
                    return refused(reply.getRefused());
                }
                case STRETCHES -> {
                    return new Extraction.Stretches(reply.getStretches().getStretchesList());
                }
                case WRITTEN -> {
                    return new Extraction.Written(reply.getWritten());
                }
                case READY, REPLY_NOT_SET -> throw new IOException("a message out of turn");
            }
        }
    }

    private static long characters(ExtractedPart part) {
        return part.getBlocksList().stream()
                .mapToLong(block -> block.getText().length())
                .sum();
    }

    private static Refused refused(ExtractionRefused refused) throws IOException {
        try {
            return new Refused(FailureCode.valueOf(refused.getCode()), refused.getReason());
        } catch (IllegalArgumentException e) {
            throw new IOException("a code that does not exist", e);
        }
    }

    private ExtractionReply reply() throws IOException {
        int first = replies.read();
        if (first < 0) {
            throw new EOFException("it ended");
        }
        int length = CodedInputStream.readRawVarint32(first, replies);
        if (length < 0 || length > LONGEST_REPLY) {
            throw new IOException("a message of " + length + " bytes");
        }
        byte[] message = replies.readNBytes(length);
        if (message.length < length) {
            throw new EOFException("it ended within a message");
        }
        return ExtractionReply.parseFrom(message);
    }

    private Extraction ended(IOException cause, Duration deadline) {
        boolean byItself = exited();
        broken = true;
        process.destroyForcibly();
        if (timedOut) {
            return new Refused(
                    FailureCode.PARSER_TIMEOUT,
                    "The parser did not finish within " + deadline.toSeconds() + " seconds.");
        }
        if (byItself && process.exitValue() == EXIT_OUT_OF_MEMORY) {
            return new Refused(FailureCode.PARSER_OOM, "The parser ran out of memory.");
        }
        LOG.warnf("Parsing process %d: %s", process.pid(), cause.getMessage());
        return new Refused(
                FailureCode.PARSER_CRASHED,
                byItself
                        ? "The parser ended with exit code " + process.exitValue() + "."
                        : "The parser gave an answer that makes no sense.");
    }

    private boolean exited() {
        try {
            return process.waitFor(EXIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ScheduledFuture<?> killAfter(Duration deadline) {
        return timer.schedule(
                () -> {
                    timedOut = true;
                    process.destroyForcibly();
                },
                deadline.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Whether it can take another document. A process that was killed may still look alive for a moment. */
    boolean isAlive() {
        return process.isAlive() && !timedOut && !broken;
    }

    /** Documents parsed so far. */
    int documents() {
        return documents;
    }

    /** Kills the process now. Callers that wait for its end return. From any thread. */
    void kill() {
        process.destroyForcibly();
    }

    long pid() {
        return process.pid();
    }

    /** Ends the process, by force where it does not end at once, and deletes its folder. */
    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException e) {
            LOG.debugf("Parsing process %d is gone already: %s", process.pid(), e.getMessage());
        }
        if (!exited()) {
            process.destroyForcibly();
            exited();
        }
        delete(folder);
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warnf("Temporary files stay in %s: %s", folder, e.getMessage());
        }
    }

    /** Stderr of the process: kept until it is ready, while it cannot hold text of a document; dropped afterwards. */
    private static final class Stderr {

        private static final int KEPT = 2_000;

        private final StringBuilder text = new StringBuilder();
        private boolean forgotten;

        void drain(InputStream stream) {
            byte[] buffer = new byte[4096];
            try {
                for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                    keep(new String(buffer, 0, length, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                LOG.tracef("stderr of a parsing process was closed: %s", e.getMessage());
            }
        }

        private synchronized void keep(String piece) {
            if (!forgotten && text.length() < KEPT) {
                text.append(piece, 0, Math.min(piece.length(), KEPT - text.length()));
            }
        }

        synchronized void forget() {
            forgotten = true;
            text.setLength(0);
        }

        @Override
        public synchronized String toString() {
            return text.toString();
        }
    }
}
