package dev.scriptorium.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHART = "deploy/helm/scriptorium";

    private static final Map<String, Class<?>> KINDS = Map.of(
            "ConfigMap", ConfigMap.class,
            "Deployment", Deployment.class,
            "HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "Ingress", Ingress.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PersistentVolumeClaim", PersistentVolumeClaim.class,
            "PodDisruptionBudget", PodDisruptionBudget.class,
            "Service", Service.class,
            "ServiceAccount", ServiceAccount.class);

    /** Kinds of operators, without a model here: the fields of their specifications that the chart may use. */
    private static final Map<String, Set<String>> OPERATOR_KINDS = Map.of(
            "ScaledObject",
                    Set.of("scaleTargetRef", "minReplicaCount", "maxReplicaCount", "cooldownPeriod", "triggers"),
            "ServiceMonitor", Set.of("selector", "endpoints"),
            "PrometheusRule", Set.of("groups"));

    @ParameterizedTest
    @ValueSource(strings = {"small", "production", "gpu", "shared-kafka"})
    void everyManifestIsOneThatKubernetesTakes(String values) {
        List<JsonNode> manifests = manifests(values);

        assertThat(manifests).hasSizeGreaterThan(15).allSatisfy(ChartTest::assertStrictlyValid);
        assertThat(ofKind(manifests, "Deployment")).hasSize(Sources.SERVICES.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "production", "gpu", "shared-kafka"})
    void everyVariableIsOneThatItsServiceReads(String values) {
        for (JsonNode deployment : ofKind(manifests(values), "Deployment")) {
            JsonNode container = deployment.at("/spec/template/spec/containers/0");
            String service = container.path("name").asText();

            assertThat(Sources.variables(service))
                    .as(service)
                    .containsAll(container.path("env").findValuesAsText("name").stream()
                            .filter(name -> name.equals(name.toUpperCase(Locale.ROOT)))
                            .toList());
        }
    }

    @Test
    void everyContainerRunsWithoutRightsOnAReadOnlyFileSystem() {
        assertThat(ofKind(manifests("production"), "Deployment")).allSatisfy(deployment -> {
            JsonNode pod = deployment.at("/spec/template/spec");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
            JsonNode container = pod.at("/containers/0");
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                    .isEqualTo("ALL");
            assertThat(container.path("readinessProbe").isObject()).isTrue();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        });
    }

    @Test
    void callersSeeEveryPodOfAService() {
        assertThat(ofKind(manifests("small"), "Service"))
                .filteredOn(service -> !service.at("/metadata/name").asText().endsWith("-ingest"))
                .hasSize(4)
                .allSatisfy(service ->
                        assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None"));
    }

    @Test
    void scalesByTheLagOfEachGroupThatTheServiceConsumesBy() {
        List<JsonNode> scaled = ofKind(manifests("production"), "ScaledObject");

        assertThat(scaled).hasSize(Sources.SERVICES.size());
        assertThat(scaled.stream().flatMap(one -> one.at("/spec/triggers").findValuesAsText("consumerGroup").stream()))
                .containsExactlyInAnyOrder(
                        "scriptorium-extraction",
                        "scriptorium-results",
                        "scriptorium-tokenizer",
                        "scriptorium-inference-interactive",
                        "scriptorium-inference-bulk",
                        "scriptorium-summarizer",
                        "scriptorium-translator");
    }

    @Test
    void theGpuVariantAsksForAGpuAndForTheImageThatUsesIt() {
        JsonNode container = ofKind(manifests("gpu"), "Deployment").stream()
                .map(deployment -> deployment.at("/spec/template/spec/containers/0"))
                .filter(one -> one.path("name").asText().equals("inference"))
                .findFirst()
                .orElseThrow();

        assertThat(container.path("image").asText()).contains("scriptorium-inference-gpu:");
        assertThat(container.at("/resources/limits").path("nvidia.com/gpu").asInt())
                .isEqualTo(1);
        assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
    }

    /** Lint takes no values beside the chart's own, and those leave out what an operator has to say. */
    @Test
    void lintFindsNothing(@TempDir Path folder) throws IOException {
        Path chart = Sources.path(CHART);
        try (Stream<Path> files = Files.walk(chart)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(chart.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        JsonNode values = Sources.YAML
                .readerForUpdating(Sources.yaml(CHART + "/values.yaml"))
                .readTree(Sources.text("deploy/helm/values/production.yaml"));
        Sources.YAML.writeValue(folder.resolve("values.yaml").toFile(), values);

        var result = new Helm(folder).lint().strict().call();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "services.ingest.replicas=0",
                "kafka.bootstrapServers=",
                "autoscaling.kind=other",
                "services.ingest.heap=512",
                "kafka.topicks.create=true"
            })
    void refusesAValueThatTheSchemaForbids(String value) {
        String[] pair = value.split("=", 2);

        assertThatThrownBy(() -> new Helm(Sources.path(CHART))
                        .template()
                        .withName("docs")
                        .withKubeVersion("1.33.0")
                        .withValuesFile(Sources.path("deploy/helm/values/small.yaml"))
                        .set(pair[0], pair[1])
                        .call())
                .hasMessageContaining(pair[0].split("\\.")[0]);
    }

    @Test
    void theStrictCheckRefusesAFieldThatDoesNotExist() {
        JsonNode mistyped = Sources.parse("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: a}
                spec: {replicaz: 3}
                """);

        assertThatThrownBy(() -> assertStrictlyValid(mistyped)).hasMessageContaining("replicaz");
    }

    private static List<JsonNode> manifests(String values) {
        String rendered = new Helm(Sources.path(CHART))
                .template()
                .withName("docs")
                .withKubeVersion("1.33.0")
                .withValuesFile(Sources.path("deploy/helm/values/" + values + ".yaml"))
                .call();
        List<JsonNode> manifests = new ArrayList<>();
        for (String document : rendered.split("(?m)^---$")) {
            JsonNode manifest = Sources.parse(document);
            if (manifest.isObject()) {
                manifests.add(manifest);
            }
        }
        return manifests;
    }

    private static List<JsonNode> ofKind(List<JsonNode> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
    }

    private static void assertStrictlyValid(JsonNode manifest) {
        String kind = manifest.path("kind").asText();
        Set<String> allowed = OPERATOR_KINDS.get(kind);
        if (allowed != null) {
            assertThat(manifest.path("spec").fieldNames()).toIterable().isSubsetOf(allowed);
            return;
        }
        Class<?> type = KINDS.get(kind);
        assertThat(type).as("a model of the kind %s", kind).isNotNull();
        try {
            assertThat(StrictModel.unknownFields(JSON.treeToValue(manifest, type)))
                    .as(
                            "fields of %s that Kubernetes does not know",
                            manifest.at("/metadata/name").asText())
                    .isEmpty();
        } catch (JsonProcessingException e) {
            throw new AssertionError(manifest.toString(), e);
        }
    }
}
