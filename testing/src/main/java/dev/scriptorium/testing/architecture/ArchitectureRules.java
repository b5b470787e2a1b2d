package dev.scriptorium.testing.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Who may use what. Each rule's "because" tells how to mend a breach. */
public final class ArchitectureRules {
    private static final String ROOT = "dev.scriptorium";
    private static final List<String> SERVICES =
            List.of("ingest", "tokenizer", "inference", "summarizer", "translator");

    private ArchitectureRules() {}

    /** All rules by name. */
    public static Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new TreeMap<>();
        rules.put("core is plain Java", coreIsPlainJava());
        for (String service : SERVICES) {
            rules.put(service + " knows no other service", knowsNoOtherService(service));
        }
        rules.put("the engine is a library", engineIsALibrary());
        rules.put("the engine is used by its API", engineIsUsedByItsApi());
        rules.put("the linear classifier is plain Java", linearClassifierIsPlainJava());
        rules.put("the tokenizers are a library", tokenizersAreALibrary());
        rules.put("model libraries stay in the engine", modelLibrariesStayInTheEngine());
        rules.put("JDBC stays in Postgres classes", jdbcStaysInPostgresClasses());
        rules.put("Kafka stays at the edges", kafkaStaysAtTheEdges());
        rules.put("packages form no cycles", packagesFormNoCycles());
        rules.put("no field injection", noFieldInjection());
        rules.put("time comes from a clock", timeComesFromAClock());
        return rules;
    }

    static ArchRule coreIsPlainJava() {
        return classes()
                .that()
                .resideInAPackage(ROOT + ".core..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(ROOT + ".core..", "java..", "org.jspecify.."))
                .because("everything depends on core: put what needs a library into runtime or into a service");
    }

    static ArchRule knowsNoOtherService(String service) {
        String[] others = SERVICES.stream()
                .filter(other -> !other.equals(service))
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + "." + service + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(others))
                .because(
                        "services are deployed apart: call the other one by its gRPC contract in proto, or move what both need to core or runtime")
                .allowEmptyShould(true);
    }

    static ArchRule engineIsALibrary() {
        return classes()
                .that()
                .resideInAPackage(ROOT + ".engine..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        ROOT + ".engine..",
                        ROOT + ".tokenizers..",
                        ROOT + ".core..",
                        "java..",
                        "com.sun.management..",
                        "jdk.incubator.vector..",
                        "org.apache.commons.compress..",
                        "org.jspecify..",
                        "ai.onnxruntime..",
                        "com.fasterxml.jackson..",
                        "com.google.protobuf.."))
                .because(
                        "others use the engine without Quarkus, Kafka or our services: give it what it needs as arguments");
    }

    static ArchRule engineIsUsedByItsApi() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".engine..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        ROOT + ".engine.batch..",
                        ROOT + ".engine.encoder..",
                        ROOT + ".engine.kernels..",
                        ROOT + ".engine.layers..",
                        ROOT + ".engine.onnx..",
                        ROOT + ".engine.phrases..",
                        ROOT + ".engine.search..",
                        ROOT + ".engine.seq2seq.."))
                .because("these packages are internal: add what is missing to the package dev.scriptorium.engine");
    }

    static ArchRule tokenizersAreALibrary() {
        return classes()
                .that()
                .resideInAPackage(ROOT + ".tokenizers..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        ROOT + ".tokenizers..",
                        ROOT + ".core..",
                        "java..",
                        "org.jspecify..",
                        "ai.djl.huggingface..",
                        "com.fasterxml.jackson..",
                        "com.google.protobuf.."))
                .because("the engine and tokenizer-service both use them, the latter without ONNX Runtime");
    }

    static ArchRule linearClassifierIsPlainJava() {
        return classes()
                .that()
                .resideInAPackage(ROOT + ".classifier..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(ROOT + ".classifier..", "java..", "org.jspecify.."))
                .because("it computes on arrays: models, files and calls belong to its callers");
    }

    static ArchRule modelLibrariesStayInTheEngine() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".engine..", ROOT + ".tokenizers..", ROOT + ".tokenizer..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("ai.djl..", "ai.onnxruntime.."))
                .because("the engine is replaceable: hide the call behind an interface of dev.scriptorium.engine");
    }

    static ArchRule jdbcStaysInPostgresClasses() {
        return noClasses()
                .that(areNot(
                        "named Postgres*",
                        type -> outermost(type).getSimpleName().startsWith("Postgres")))
                .and(areNot("test support", type -> type.getPackageName().startsWith(ROOT + ".testing")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.sql..", "javax.sql..", "org.jdbi..", "org.postgresql..", "io.agroal..", "org.flywaydb.."))
                .because(
                        "a port hides the database: move the statement into the Postgres* class that implements the port");
    }

    static ArchRule kafkaStaysAtTheEdges() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + ".runtime..", ROOT + ".proto..", ROOT + ".embedded..", ROOT + ".testing..")
                .and(areNot("an edge", ArchitectureRules::isEdge))
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.kafka.."))
                .because(
                        "stages are tested without a broker: use RecordConsumers, EventPublisher or GatherTopology of runtime,"
                                + " or name the edge class *Consumer, *Producer, *Relay, *Topology or Kafka*");
    }

    static ArchRule packagesFormNoCycles() {
        return slices().matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(simpleNameEndingWith("Wiring"), alwaysTrue())
                .because(
                        "a package is understood with the ones below it: move the shared type down, let the lower package own an interface,"
                                + " or make the objects in a class named *Wiring");
    }

    static ArchRule noFieldInjection() {
        return noFields()
                .should()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .because("a class is made with all it needs: take it in the constructor and keep it in a final field");
    }

    static ArchRule timeComesFromAClock() {
        return noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("tests set the time: take a java.time.Clock in the constructor and call clock.instant()");
    }

    private static boolean isEdge(JavaClass type) {
        String name = outermost(type).getSimpleName();
        return name.startsWith("Kafka")
                || List.of("Consumer", "Producer", "Relay", "Topology").stream().anyMatch(name::endsWith);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureRules::outermost).orElse(type);
    }

    private static DescribedPredicate<JavaClass> areNot(String description, Predicate<JavaClass> condition) {
        return DescribedPredicate.describe("are not " + description, type -> !condition.test(type));
    }
}
