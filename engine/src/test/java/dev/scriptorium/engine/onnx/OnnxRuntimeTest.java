package dev.scriptorium.engine.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OnnxRuntimeTest {

    @Test
    void doesNotStartWhileTheProcessStopsAndSaysSoEachTime() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartsInAShutdownHook.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                .isEqualTo("SHUTTING_DOWN\nSHUTTING_DOWN\n");
    }

    /** A process that uses a model for the first time after its end has begun. */
    static final class StartsInAShutdownHook {

        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                start();
                start();
            }));
        }

        private static void start() {
            try {
                Cuda.obstacle();
                System.out.print("started\n");
            } catch (FailureException e) {
                System.out.print(e.code() + "\n");
            }
        }
    }
}
