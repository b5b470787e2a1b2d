package dev.scriptorium.standalone.command;

import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.standalone.client.Job;
import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.client.Tasks;
import dev.scriptorium.standalone.client.Upload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Files and the tasks requested for them, as one job.
 *
 * <p>The job's idempotency key is a digest of both and of the models and label sets that do the tasks. So the same command run again, after a crash or out of
 * curiosity, finds the job that exists, and makes a new one when a model changed. A job that failed or was cancelled is never the answer: the next one has
 * another key.
 */
record Submission(List<Upload> files, Tasks tasks, String versions) {
    private static final String KEY_PREFIX = "command-line-";

    Submission {
        files = List.copyOf(files);
    }

    /** How the job came about. */
    enum Origin {
        /** It was made now. */
        NEW,
        /** It was made now, because the one before failed or was cancelled. */
        ANEW,
        /** An earlier run made it, and it is open. */
        CONTINUED,
        /** An earlier run made it, and it has ended. */
        EARLIER
    }

    /** The job of a submission. */
    record Submitted(Job job, Origin origin) {}

    /**
     * Finds the job of this submission or makes one.
     *
     * @param again makes a new job in any case
     */
    Submitted submit(PipelineClient client, SubmissionLog log, boolean again) {
        String key = key();
        Optional<SubmissionLog.Entry> last = log.find(key);
        Optional<Job> earlier = last.flatMap(entry -> client.findJob(entry.job()));
        if (earlier.isPresent() && !again) {
            Job job = earlier.get();
            if (!job.hasEnded()) {
                return new Submitted(job, Origin.CONTINUED);
            }
            if (job.state() == State.SUCCEEDED || job.state() == State.PARTIAL) {
                return new Submitted(job, Origin.EARLIER);
            }
        }
        int attempt = last.map(SubmissionLog.Entry::attempt).orElse(0) + 1;
        Job job = client.submit(files, tasks, KEY_PREFIX + key + "-" + attempt);
        log.note(key, new SubmissionLog.Entry(attempt, job.id()));
        return new Submitted(job, earlier.isPresent() && !again ? Origin.ANEW : Origin.NEW);
    }

    private String key() {
        MessageDigest sha256 = Sha256.digest();
        update(sha256, tasks.toString());
        update(sha256, versions);
        for (Upload file : files) {
            update(sha256, file.name());
            update(sha256, file.sha256().hex());
        }
        return Sha256.of(sha256).hex();
    }

    /** With the length first, so that no two lists of texts give the same bytes. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }
}
