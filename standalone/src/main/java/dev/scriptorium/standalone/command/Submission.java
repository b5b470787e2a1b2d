package dev.scriptorium.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.standalone.client.ApiException;
import dev.scriptorium.standalone.client.Job;
import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.client.Wanted;
import dev.scriptorium.standalone.instance.Instance;
import dev.scriptorium.standalone.report.DocumentReport;
import dev.scriptorium.standalone.report.ProgressLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files and the tasks wanted for them, as one job.
 *
 * <p>The job's idempotency key is a digest of both, so that the same command run again, after a crash or out of curiosity, finds the job that there is.
 *
 * @param salt makes another job of the same files and tasks; empty: none
 */
record Submission(List<Path> files, Wanted wanted, String salt) {
    private static final long PAUSE_MILLIS = 200;
    private static final int FAILURES_TOLERATED = 300;

    Submission {
        files = List.copyOf(files);
    }

    /** Told when the first document is over. */
    interface FirstResult {
        void happened();
    }

    /** Submits it and waits until all documents are over. Empty: the wait was broken off, the job goes on. */
    Optional<List<DocumentReport>> run(
            PipelineClient client, ProgressLine progress, @Nullable Instance host, FirstResult first)
            throws InterruptedException {
        String id = client.submit(files, wanted, idempotencyKey());
        boolean firstSeen = false;
        int failures = 0;
        while (true) {
            try {
                Job job = client.job(id);
                failures = 0;
                if (!firstSeen && job.documentsOver() > 0) {
                    firstSeen = true;
                    first.happened();
                }
                progress.show(job, client.stages());
                if (job.isOver()) {
                    progress.end();
                    return Optional.of(reports(id, client));
                }
            } catch (ApiException e) {
                if (++failures > FAILURES_TOLERATED) {
                    throw e;
                }
            }
            if (stopAsked(host)) {
                progress.end();
                return Optional.empty();
            }
        }
    }

    private List<DocumentReport> reports(String job, PipelineClient client) {
        List<JsonNode> documents = client.documents(job);
        List<DocumentReport> reports = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            reports.add(DocumentReport.of(files.get(i).toString(), documents.get(i), wanted, client));
        }
        return reports;
    }

    private static boolean stopAsked(@Nullable Instance host) throws InterruptedException {
        if (host != null) {
            return host.stopAskedWithin(PAUSE_MILLIS);
        }
        Thread.sleep(PAUSE_MILLIS);
        return false;
    }

    private String idempotencyKey() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((wanted + salt).getBytes(StandardCharsets.UTF_8));
            for (Path file : files) {
                sha256.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                try (InputStream content = Files.newInputStream(file);
                        OutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
                    content.transferTo(digest);
                }
            }
            return "command-line-" + HexFormat.of().formatHex(sha256.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
