package dev.scriptorium.standalone.instance;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** The five services of a data folder as processes of their own, all on the loopback interface. */
final class SplitServices {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String API = "ingest";
    private static final int USUAL_MANAGEMENT_PORT = 9080;

    /** Callers before those that they call. */
    private static final List<List<String>> STOP_ORDER =
            List.of(List.of(API), List.of("translator", "summarizer"), List.of("inference"), List.of("tokenizer"));

    private final Map<String, ServiceProcess> processes;
    private final int httpPort;

    private SplitServices(Map<String, ServiceProcess> processes, int httpPort) {
        this.processes = processes;
        this.httpPort = httpPort;
    }

    /**
     * Starts all of them at the same time, and does not wait until they are ready.
     *
     * @param port of the API
     * @param changed is called when a process ended by itself or was started again
     */
    static SplitServices start(DataFolder data, Path runService, OptionalInt port, Servers servers, Runnable changed) {
        Map<String, Ports> ports = new LinkedHashMap<>();
        try {
            for (String service : ServiceProcess.NAMES) {
                ports.put(service, Ports.hold(service, data, port));
            }
            ports.get(API).http().noteIn(data.httpPort());
            Map<String, String> environment = environment(data, servers);
            ports.forEach((service, held) -> {
                environment.put(service.toUpperCase(Locale.ROOT) + "_HOST", LOOPBACK);
                environment.put(service.toUpperCase(Locale.ROOT) + "_PORT", Integer.toString(held.httpPort()));
            });
            int httpPort = ports.get(API).httpPort();
            SplitServices started = new SplitServices(new LinkedHashMap<>(), httpPort);
            try {
                ports.forEach((service, held) -> {
                    ServiceProcess.Settings settings = settings(data, runService, service, held, environment);
                    held.close();
                    started.processes.put(
                            service, new ServiceProcess(settings, Clock.systemUTC(), ServiceProcess::doubled, changed));
                });
            } catch (RuntimeException e) {
                started.stop(Duration.ZERO);
                throw e;
            }
            return started;
        } finally {
            ports.values().forEach(Ports::close);
        }
    }

    int httpPort() {
        return httpPort;
    }

    List<ServiceProcess> all() {
        return List.copyOf(processes.values());
    }

    List<RunningService> running() {
        return processes.values().stream().map(ServiceProcess::running).toList();
    }

    /** Stops all in good order; those that take longer than the limit for all are killed. */
    void stop(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        for (List<String> together : STOP_ORDER) {
            List<Thread> stops = new ArrayList<>();
            for (String service : together) {
                ServiceProcess process = processes.get(service);
                if (process != null) { // else its start failed
                    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                    stops.add(Thread.ofVirtual().start(() -> process.stop(left)));
                }
            }
            for (Thread stop : stops) {
                try {
                    stop.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Both ports of a service, held until it is started. */
    private record Ports(HttpPort http, HttpPort management) implements AutoCloseable {
        static Ports hold(String service, DataFolder data, OptionalInt api) {
            int number = ServiceProcess.NAMES.indexOf(service);
            HttpPort http = service.equals(API)
                    ? HttpPort.hold(api, data.httpPort())
                    : HttpPort.hold(
                            OptionalInt.empty(), data.services().resolve(service + ".port"), HttpPort.USUAL + number);
            http.noteIn(data.services().resolve(service + ".port"));
            Path managementFile = data.services().resolve(service + ".management-port");
            HttpPort management = HttpPort.hold(OptionalInt.empty(), managementFile, USUAL_MANAGEMENT_PORT + number);
            management.noteIn(managementFile);
            return new Ports(http, management);
        }

        int httpPort() {
            return http.number();
        }

        @Override
        public void close() {
            http.close();
            management.close();
        }
    }

    private static ServiceProcess.Settings settings(
            DataFolder data, Path runService, String service, Ports ports, Map<String, String> environment) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("HTTP_PORT", Integer.toString(ports.httpPort()));
        own.put("MANAGEMENT_PORT", Integer.toString(ports.management().number()));
        Path temporary = ServiceProcess.temporary(data, service);
        own.put("SCRIPTORIUM_TEMPORARY", temporary.toString());
        own.put(
                "SCRIPTORIUM_KAFKA_STREAMS_STATE_DIRECTORY",
                temporary.resolve("streams").toString());
        return new ServiceProcess.Settings(
                service,
                ports.httpPort(),
                ports.management().number(),
                List.of(runService.toString(), service),
                own,
                temporary,
                data.serviceLog(service));
    }

    private static Map<String, String> environment(DataFolder data, Servers servers) {
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("HTTP_HOST", LOOPBACK);
        environment.put("MANAGEMENT_HOST", LOOPBACK);
        environment.put("SCRIPTORIUM_ACCESS_TOKEN", AccessToken.of(data).orElseThrow());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", servers.kafka().bootstrapServers());
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", servers.postgres().jdbcUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", servers.postgres().username());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", servers.postgres().password());
        environment.put("SCRIPTORIUM_INGEST_BLOB_DIRECTORY", data.blobs().toString());
        environment.put(
                "SCRIPTORIUM_INFERENCE_LABELS_DIRECTORY", data.labelSets().toString());
        environment.put("SCRIPTORIUM_MODELS_ADDED_DIRECTORY", data.models().toString());
        environment.put(
                "SCRIPTORIUM_INGEST_EXTRACTION_TEMPORARY_FOLDER",
                data.temporary().toString());
        return environment;
    }
}
