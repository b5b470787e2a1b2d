package dev.scriptorium.client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The API for threads that wait. All methods fail with a {@link ScriptoriumException}. Thread-safe. */
public final class ScriptoriumClient {

    private final AsyncScriptoriumClient async;

    ScriptoriumClient(AsyncScriptoriumClient async) {
        this.async = async;
    }

    /** A client of the instance at an address, such as {@code http://localhost:8080}. */
    public static AsyncScriptoriumClient.Builder builder(URI address) {
        return AsyncScriptoriumClient.builder(address);
    }

    /** The same API without threads that wait. */
    public AsyncScriptoriumClient async() {
        return async;
    }

    /** As {@link AsyncScriptoriumClient#translate}. */
    public List<Translation> translate(List<String> texts, @Nullable String source, String target) {
        return await(async.translate(texts, source, target));
    }

    /** As {@link AsyncScriptoriumClient#summarize}. */
    public Summary summarize(String text, int sentences) {
        return await(async.summarize(text, sentences));
    }

    /** As {@link AsyncScriptoriumClient#classify}. */
    public List<Classification> classify(List<String> texts, String labelSet) {
        return await(async.classify(texts, labelSet));
    }

    public List<Language> languages() {
        return await(async.languages());
    }

    /** As {@link AsyncScriptoriumClient#submit}. */
    public Job submit(NewJob job) {
        return await(async.submit(job));
    }

    public Job job(String id) {
        return await(async.job(id));
    }

    /** The job once it is finished, or as it is after that time. */
    public Job finished(String id, Duration patience) {
        CompletableFuture<Job> finished = async.finished(id);
        try {
            return finished.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            finished.cancel(true);
            return job(id);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(finished, e);
        }
    }

    /** As {@link AsyncScriptoriumClient#jobs}. */
    public Page<Job> jobs(@Nullable String token) {
        return await(async.jobs(token));
    }

    /** As {@link AsyncScriptoriumClient#cancel}. */
    public Job cancel(String id) {
        return await(async.cancel(id));
    }

    /** As {@link AsyncScriptoriumClient#retry}. */
    public Job retry(String id) {
        return await(async.retry(id));
    }

    /** All documents of a job, in their order. */
    public List<Document> documents(String job) {
        List<Document> all = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<Document> page = await(async.documents(job, token.orElse(null)));
            all.addAll(page.entries());
            token = page.next();
        } while (token.isPresent());
        return all;
    }

    public Document document(String id) {
        return await(async.document(id));
    }

    /** As {@link AsyncScriptoriumClient#summary}. */
    public Summary summary(String document) {
        return await(async.summary(document));
    }

    /** As {@link AsyncScriptoriumClient#translation}. */
    public Translation translation(String document, String language) {
        return await(async.translation(document, language));
    }

    /** As {@link AsyncScriptoriumClient#classifications}. */
    public List<Classification> classifications(String document) {
        return await(async.classifications(document));
    }

    /** As {@link AsyncScriptoriumClient#downloadTranslation}. */
    public Path downloadTranslation(String document, String language, Path target) {
        return await(async.downloadTranslation(document, language, target));
    }

    /** As {@link AsyncScriptoriumClient#downloadOriginal}. */
    public Path downloadOriginal(String document, Path target) {
        return await(async.downloadOriginal(document, target));
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(future, e);
        }
    }

    private static RuntimeException failure(ExecutionException thrown) {
        return switch (thrown.getCause()) {
            case ScriptoriumException known -> known;
            case Throwable other -> new ScriptoriumException("The request failed: " + other.getMessage(), other);
        };
    }

    private static ScriptoriumException interrupted(CompletableFuture<?> future, InterruptedException e) {
        future.cancel(true);
        Thread.currentThread().interrupt();
        return new ScriptoriumException("Interrupted while waiting for an answer.", e);
    }
}
