package dev.scriptorium.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComposeTest {
    private static final JsonNode COMPOSE = Sources.yaml("deploy/compose/compose.yaml");

    static Stream<String> services() {
        return Sources.SERVICES.stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyVariableIsOneThatItsServiceReads(String service) {
        JsonNode environment = COMPOSE.at("/services/" + service + "/environment");

        assertThat(environment.isObject()).isTrue();
        assertThat(names(environment)).isSubsetOf(Sources.variables(service));
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyServiceIsBuiltFromTheDockerfile(String service) {
        JsonNode build = COMPOSE.at("/services/" + service + "/build");

        assertThat(build.at("/args/SERVICE").asText()).isEqualTo(service);
        Path context =
                Sources.path("deploy/compose").resolve(build.path("context").asText());
        assertThat(Files.exists(context.resolve(build.path("dockerfile").asText())))
                .isTrue();
    }

    /** The host that a variable names is a service of the file, and its port is that of its settings. */
    @ParameterizedTest
    @MethodSource("services")
    void everyCallGoesToTheServiceAndPortThatListens(String service) {
        JsonNode environment = COMPOSE.at("/services/" + service + "/environment");
        for (String callee : Sources.SERVICES) {
            String name = callee.toUpperCase(Locale.ROOT);
            String settings = Sources.text(service + "-service/src/main/resources/application.properties");
            if (settings.contains("${" + name + "_HOST")) {
                assertThat(environment.path(name + "_HOST").asText()).isEqualTo(callee);
                assertThat(Sources.text(callee + "-service/src/main/resources/application.properties"))
                        .contains("${HTTP_PORT:"
                                + environment.path(name + "_PORT").asText() + "}");
            }
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
