package dev.scriptorium.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of this source tree that deployments are compared with. */
final class Sources {
    static final List<String> SERVICES = List.of("ingest", "tokenizer", "inference", "summarizer", "translator");
    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final Path ROOT =
            Path.of(System.getProperty("deploy.root", "..")).toAbsolutePath().normalize();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z_]+)(?::|})");
    private static final Pattern SCRIPT_VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z_]+):-");
    private static final Pattern KEY_ROW = Pattern.compile("^\\| `(scriptorium\\.([a-z]+)[a-z.-]*)` \\|");
    private static final Pattern METRIC_ROW = Pattern.compile("^\\| `(scriptorium\\.[a-z.]+)` \\|");

    /** Keys of these groups are keys of every service. */
    private static final Set<String> SHARED = Set.of("access", "kafka");

    private Sources() {}

    static Path path(String path) {
        return ROOT.resolve(path);
    }

    static String text(String path) {
        try {
            return Files.readString(path(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(String path) {
        return parse(text(path));
    }

    static JsonNode parse(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Variables that a service reads: those of its settings, of the start script, of the documented keys, and those of the platform that operators set. */
    static Set<String> variables(String service) {
        Set<String> variables = new TreeSet<>(Set.of("KAFKA_BOOTSTRAP_SERVERS"));
        variables.addAll(found(PLACEHOLDER, text(service + "-service/src/main/resources/application.properties")));
        variables.addAll(
                found(PLACEHOLDER, text("runtime/src/main/resources/META-INF/microprofile-config.properties")));
        variables.addAll(found(SCRIPT_VARIABLE, text("deploy/bin/run-service")));
        if (Set.of("ingest", "translator").contains(service)) {
            variables.addAll(Set.of(
                    "QUARKUS_DATASOURCE_JDBC_URL", "QUARKUS_DATASOURCE_USERNAME", "QUARKUS_DATASOURCE_PASSWORD"));
        }
        text("docs/configuration.md").lines().forEach(line -> {
            Matcher row = KEY_ROW.matcher(line);
            if (row.find()
                    && (row.group(2).equals(service) || SHARED.contains(row.group(2)) || readsModels(service, row))) {
                variables.add(
                        row.group(1).toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
            }
        });
        return variables;
    }

    /** Names of the documented metrics as Prometheus shows them, without the suffixes of their kinds. */
    static Set<String> metrics() {
        Set<String> metrics = new TreeSet<>();
        text("docs/metrics.md").lines().forEach(line -> {
            Matcher row = METRIC_ROW.matcher(line);
            if (row.find()) {
                metrics.add(row.group(1));
            }
        });
        return metrics;
    }

    /** The Java sources that are part of the product. */
    static String mainSources() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> ROOT.relativize(path).toString().contains("src/main/java"))
                    .toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean readsModels(String service, Matcher row) {
        return row.group(2).equals("models")
                && Set.of("inference", "tokenizer", "summarizer").contains(service);
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
