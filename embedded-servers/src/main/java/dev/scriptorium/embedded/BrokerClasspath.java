package dev.scriptorium.embedded;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The classpath of the broker's own JVM: this module and the folder of Kafka's jars that the build puts beside it.
 *
 * <p>The folder is the value of the system property {@value #PROPERTY}, else {@code broker} beside the jar or the classes of this module, else beside the
 * {@code lib} folder of the application that the jar is part of.
 */
final class BrokerClasspath {
    static final String PROPERTY = "scriptorium.broker.classpath";

    private BrokerClasspath() {}

    static String asArgument() {
        Path module = module();
        Path folder = Stream.of(
                        Path.of(System.getProperty(PROPERTY, "")),
                        module.resolveSibling("broker"),
                        module.resolve("../../../broker").normalize())
                .filter(candidate -> !candidate.toString().isEmpty() && Files.isDirectory(candidate))
                .findFirst()
                .orElseThrow(() -> new ServerException(
                        "the broker's jars are neither in the folder named by -D" + PROPERTY + " nor in "
                                + module.resolveSibling("broker") + ": build the project with ./mvnw package"));
        return String.join(File.pathSeparator, List.of(module.toString(), folder + File.separator + "*"));
    }

    private static Path module() {
        try {
            return Path.of(BrokerClasspath.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new ServerException("this module's own place is not a path", e);
        }
    }
}
