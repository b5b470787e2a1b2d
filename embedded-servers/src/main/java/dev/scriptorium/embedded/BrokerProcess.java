package dev.scriptorium.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The program of the broker's JVM: formats the data folder if it is new, starts the broker, prints {@value #READY} and runs until its standard input ends.
 *
 * <p>The input is a pipe that the parent holds open, so that the broker stops by itself when the parent was killed. Runs on the classpath of
 * {@link BrokerClasspath} and is never loaded by the parent.
 */
final class BrokerProcess {
    static final String READY = "ready";

    /** The same for every folder: formatting again must find the id it gave, and clients keep theirs when the folder was wiped. */
    private static final String CLUSTER = "c2NyaXB0b3JpdW0tb25lMQ";

    private BrokerProcess() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream parent = System.out;
        System.setOut(System.err);
        Properties settings = new Properties();
        try (InputStream file = Files.newInputStream(Path.of(arguments[0]))) {
            settings.load(file);
        }
        format(settings.getProperty("log.dirs"), Integer.parseInt(settings.getProperty("node.id")));

        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        Thread watch = new Thread(() -> exitWhenTheParentIsGone(System.in), "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        server.startup();
        parent.println(READY);
        server.awaitShutdown();
    }

    private static void format(String directory, int node) throws Exception {
        new Formatter()
                .setPrintStream(System.err)
                .setClusterId(CLUSTER)
                .setNodeId(node)
                .addDirectory(directory)
                .setMetadataLogDirectory(directory)
                .setControllerListenerName("CONTROLLER")
                .setIgnoreFormatted(true)
                .run();
    }

    private static void exitWhenTheParentIsGone(InputStream input) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException brokenPipe) {
            System.err.println("the parent's pipe broke: " + brokenPipe.getMessage());
        }
        System.exit(0);
    }
}
