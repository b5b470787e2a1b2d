package dev.scriptorium.modelrepository.hub;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Files of one model from the hub to its cache. For one thread. */
record Download(HubClient client, HubCache cache, FetchProgress progress, ToLongFunction<Path> freeBytes) {

    /** What the hub says of a file before it is fetched. */
    private record Described(String digest, long size) {}

    void fetch(String commit, String file, URI uri) {
        try {
            Described described = client.ask(
                    file,
                    () -> HttpRequest.newBuilder(uri)
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .header("Accept-Encoding", "identity"),
                    (status, headers, body) -> described(file, headers));
            Path blob = cache.blob(described.digest());
            if (!Files.isRegularFile(blob)) {
                Path incomplete = blob.resolveSibling(described.digest() + ".incomplete");
                Files.createDirectories(blob.getParent());
                requireSpace(file, incomplete, described.size());
                progress.arrives(incomplete, described.size());
                receive(file, uri, incomplete, described.size());
                verify(file, incomplete, described.digest());
                Files.move(incomplete, blob, StandardCopyOption.ATOMIC_MOVE);
            }
            cache.link(commit, file, blob);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + " to " + cache.folder(), e);
        }
    }

    private void requireSpace(String file, Path incomplete, long size) {
        long missing = size - length(incomplete);
        long free = freeBytes.applyAsLong(incomplete.getParent());
        if (missing > free) {
            throw new FailureException(
                    FailureCode.STORAGE_FULL,
                    "%s needs %d more bytes and the disk of %s has %d free; free some, or name another folder with HF_HUB_CACHE"
                            .formatted(file, missing, cache.folder(), free));
        }
    }

    private static Described described(String file, HttpHeaders headers) {
        String tag = headers.firstValue("x-linked-etag")
                .or(() -> headers.firstValue("etag"))
                .orElse("")
                .replaceFirst("^W/", "")
                .replace("\"", "");
        if (!tag.matches("[\\w.-]{1,128}") || tag.contains("..")) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, "The hub names no digest for " + file + "; is HF_ENDPOINT a hub?");
        }
        Optional<String> size = headers.firstValue("x-linked-size").or(() -> headers.firstValue("content-length"));
        return new Described(
                tag,
                size.filter(text -> text.matches("\\d+")).map(Long::parseLong).orElse(-1L));
    }

    private void receive(String file, URI uri, Path incomplete, long size) {
        client.ask(
                file,
                () -> {
                    long have = length(incomplete);
                    HttpRequest.Builder request =
                            HttpRequest.newBuilder(uri).GET().header("Accept-Encoding", "identity");
                    return have > 0 ? request.header("Range", "bytes=" + have + "-") : request;
                },
                (status, headers, body) -> {
                    append(status, body, incomplete);
                    long have = length(incomplete);
                    if (size >= 0 && have < size) {
                        throw new IOException("the connection ended after " + have + " of " + size + " bytes");
                    }
                    return have;
                });
    }

    private static void append(int status, InputStream body, Path incomplete) throws IOException {
        if (status == 416) {
            // There is nothing behind what is there already: whole, which is checked, or longer than it should be.
            return;
        }
        StandardOpenOption how = status == 206 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (OutputStream out =
                Files.newOutputStream(incomplete, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            body.transferTo(out);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No space left")) {
                throw new FailureException(
                        FailureCode.STORAGE_FULL, "the disk of " + incomplete.getParent() + " is full", e);
            }
            throw e;
        }
    }

    private static long length(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Large files are named by their SHA-256, small ones as git names them; other servers may use tags of their own. */
    private static void verify(String file, Path received, String expected) throws IOException {
        String found = switch (expected.length()) {
            case 64 -> digest(received, "SHA-256", "");
            case 40 -> digest(received, "SHA-1", "blob " + Files.size(received) + "\0");
            default -> expected;
        };
        if (!found.equals(expected)) {
            Files.delete(received);
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT,
                    "%s came with the digest %s but the hub names %s; it was removed, fetch it again"
                            .formatted(file, found, expected));
        }
    }

    private static String digest(Path file, String algorithm, String before) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(before.getBytes(StandardCharsets.UTF_8));
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
