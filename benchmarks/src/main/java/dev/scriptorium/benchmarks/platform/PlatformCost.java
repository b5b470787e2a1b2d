package dev.scriptorium.benchmarks.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends jobs of small text documents to a running instance and reports CPU milliseconds per document over all its processes,
 * documents per second, memory, and the time to the first result of one short document while idle.
 *
 * <p>{@code PlatformCost DATA_FOLDER [documents] [bytes each] [tasks as JSON]}; see benchmarks/README.md.
 */
public final class PlatformCost {

    private static final int DOCUMENTS_PER_JOB = 500;
    private static final int SINGLE_DOCUMENTS = 21;
    private static final String[] WORDS =
            "the invoice order customer report was sent paid late new account delivery item price total and for with a is"
                    .split(" ");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final ProcessTree processes;
    private final String tasks;
    private final Random random = new Random(1);

    private PlatformCost(URI base, ProcessTree processes, String tasks) {
        this.base = base;
        this.processes = processes;
        this.tasks = tasks;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        String run = Files.readString(Path.of(args[0], "run.json"));
        int documents = args.length > 1 ? Integer.parseInt(args[1]) : 4_000;
        int size = args.length > 2 ? Integer.parseInt(args[2]) : 1_024;
        String tasks = args.length > 3 ? args[3] : "{\"classify\":[\"sentiment\"]}";
        PlatformCost cost = new PlatformCost(
                URI.create("http://127.0.0.1:" + value(run, "httpPort")),
                new ProcessTree(Long.parseLong(value(run, "pid"))),
                tasks);
        cost.bulk(documents / 4, size, "warm-up");
        cost.bulk(documents, size, "measured");
        cost.single(size);
        System.out.println("memory MiB: " + cost.processes.memoryMebibytes());
    }

    private void bulk(int documents, int size, String name) throws IOException, InterruptedException {
        Map<String, Double> before = processes.cpuSeconds();
        long start = System.nanoTime();
        List<String> jobs = new ArrayList<>();
        for (int sent = 0; sent < documents; sent += DOCUMENTS_PER_JOB) {
            jobs.add(submit(Math.min(DOCUMENTS_PER_JOB, documents - sent), size));
        }
        for (String job : jobs) {
            await(job, 50);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Double> used = new TreeMap<>(processes.cpuSeconds());
        before.forEach((kind, spent) -> used.merge(kind, -spent, Double::sum));
        double total = used.values().stream().mapToDouble(Double::doubleValue).sum();
        System.out.printf(
                "%s: %d documents of %d bytes, tasks %s: %.1f documents/s, %.2f CPU-ms/document%n",
                name, documents, size, tasks, documents / seconds, total * 1000 / documents);
        used.forEach(
                (kind, spent) -> System.out.printf("  %-9s %.3f CPU-ms/document%n", kind, spent * 1000 / documents));
    }

    private void single(int size) throws IOException, InterruptedException {
        double[] millis = new double[SINGLE_DOCUMENTS];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            await(submit(1, size), 1);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                "one document at a time: median %.1f ms, range %.1f to %.1f ms from sending it to a finished job (n = %d)%n",
                millis[millis.length / 2], millis[0], millis[millis.length - 1], millis.length);
    }

    private String submit(int documents, int size) throws IOException, InterruptedException {
        String boundary = "scriptorium" + Long.toHexString(random.nextLong());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, boundary, "name=\"tasks\"", "application/json", tasks);
        for (int i = 0; i < documents; i++) {
            part(body, boundary, "name=\"files\"; filename=\"" + i + ".txt\"", "text/plain", text(size));
        }
        body.write(("--" + boundary + "--\r\n").getBytes(UTF_8));
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(base.resolve("/v1/jobs"))
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 202) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return response.headers().firstValue("Location").orElseThrow();
    }

    private void await(String job, long pollMillis) throws IOException, InterruptedException {
        while (true) {
            String body = http.send(
                            HttpRequest.newBuilder(base.resolve(job)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            switch (value(body, "state")) {
                case "SUCCEEDED" -> {
                    return;
                }
                case "QUEUED", "RUNNING" -> Thread.sleep(pollMillis);
                default -> throw new IllegalStateException(body);
            }
        }
    }

    private static void part(
            ByteArrayOutputStream body, String boundary, String disposition, String type, String content)
            throws IOException {
        body.write(("--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: " + type
                        + "\r\n\r\n" + content + "\r\n")
                .getBytes(UTF_8));
    }

    /** Sentences of twelve words, no two documents the same. */
    private String text(int size) {
        StringBuilder text = new StringBuilder(size + 16);
        for (int word = 1; text.length() < size; word++) {
            String next = word % 12 == 1 ? "Case" + random.nextInt(1_000_000) : WORDS[random.nextInt(WORDS.length)];
            text.append(next).append(word % 12 == 0 ? ". " : " ");
        }
        return text.append("done.").toString();
    }

    private static String value(String json, String name) {
        Matcher matcher =
                Pattern.compile('"' + name + "\"\\s*:\\s*\"?([^\",}]*)").matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return matcher.group(1);
    }
}
