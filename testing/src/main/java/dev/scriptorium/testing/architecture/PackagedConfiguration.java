package dev.scriptorium.testing.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The keys that this project's jars set in {@code META-INF/microprofile-config.properties}.
 *
 * <p>In one JVM these files are merged, and of a key that two of them set one value wins silently, by the order of the class path.
 */
public final class PackagedConfiguration {
    private PackagedConfiguration() {}

    /** Keys set by more than one file, with the files. */
    public static Map<String, List<URL>> duplicateKeys(ClassLoader loader) throws IOException {
        return duplicateKeys(Collections.list(loader.getResources("META-INF/microprofile-config.properties")));
    }

    static Map<String, List<URL>> duplicateKeys(List<URL> files) throws IOException {
        Map<String, List<URL>> owners = new TreeMap<>();
        for (URL file : files) {
            Properties properties = new Properties();
            try (InputStream content = file.openStream()) {
                properties.load(content);
            }
            for (String key : properties.stringPropertyNames()) {
                if (!key.equals("config_ordinal")) {
                    owners.merge(key, List.of(file), PackagedConfiguration::both);
                }
            }
        }
        owners.values().removeIf(setBy -> setBy.size() < 2);
        return owners;
    }

    private static List<URL> both(List<URL> first, List<URL> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
