package dev.scriptorium.ingest.access;

import dev.scriptorium.runtime.access.AccessRules;
import dev.scriptorium.runtime.access.Role;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The role that each request needs. The first rule that fits decides; what no rule names needs the role admin, so that a new
 * resource is closed until it has a rule.
 */
@Singleton
class ApiRules implements AccessRules {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> ANY = Set.of();
    private static final String GRPC = "/scriptorium.ingest.v1.IngestService/";

    private static final List<Rule> RULES = List.of(
            open(SAFE, "/"),
            open(SAFE, "/index.html"),
            open(SAFE, "/favicon.ico"),
            open(SAFE, "/console/**"),
            open(SAFE, "/_static/**"),
            open(SAFE, "/q/health/**"),
            open(ANY, "/grpc.health.v1.Health/*"),
            // A key may be in the body, so these resources ask for it themselves, once the body is read.
            open(ANY, "/libretranslate/**"),
            rule(SAFE, "/q/**", Role.READER),
            rule(ANY, "/grpc.reflection.*/*", Role.READER),
            rule(ANY, "/v1/keys/**", Role.ADMIN),
            rule(ANY, "/v1/erasures/**", Role.ADMIN),
            rule(ANY, "/v1/webhooks/**", Role.OPERATOR),
            rule(Set.of("POST"), "/v1/jobs/*/erase", Role.ADMIN),
            rule(SAFE, "/v1/**", Role.READER),
            rule(Set.of("POST"), "/v1/jobs", Role.SUBMITTER),
            rule(Set.of("DELETE"), "/v1/jobs/*", Role.SUBMITTER),
            rule(Set.of("POST"), "/v1/jobs/retry", Role.SUBMITTER),
            rule(Set.of("POST"), "/v1/jobs/*/retry", Role.SUBMITTER),
            rule(Set.of("POST"), "/v1/jobs/*/tasks", Role.SUBMITTER),
            rule(Set.of("POST"), "/v1/jobs/*/rerun", Role.SUBMITTER),
            rule(Set.of("POST"), "/v1/translate", Role.SUBMITTER),
            rule(Set.of("POST"), "/v1/summarize", Role.SUBMITTER),
            rule(Set.of("POST"), "/v1/classify", Role.SUBMITTER),
            rule(Set.of("POST", "PUT", "DELETE"), "/v1/label-sets/*", Role.EDITOR),
            rule(SAFE, "/deepl/v2/**", Role.READER),
            rule(Set.of("POST"), "/deepl/v2/languages", Role.READER),
            rule(Set.of("POST"), "/deepl/v2/translate", Role.SUBMITTER),
            rule(Set.of("POST"), "/deepl/v2/document", Role.SUBMITTER),
            rule(Set.of("POST"), "/deepl/v2/document/**", Role.READER),
            rule(Set.of("POST"), "/v1/memory/import", Role.EDITOR),
            rule(Set.of("DELETE"), "/v1/memory/units/**", Role.EDITOR),
            rule(Set.of("POST"), "/v1/glossary/import", Role.EDITOR),
            rule(Set.of("DELETE"), "/v1/glossary/terms/**", Role.EDITOR),
            rule(SAFE, "/openai/v1/**", Role.READER),
            rule(Set.of("POST"), "/openai/v1/**", Role.SUBMITTER),
            rule(ANY, GRPC + "SubmitJob", Role.SUBMITTER),
            rule(ANY, GRPC + "CancelJob", Role.SUBMITTER),
            rule(ANY, GRPC + "RetryJob", Role.SUBMITTER),
            rule(ANY, GRPC + "RetryFailures", Role.SUBMITTER),
            rule(ANY, GRPC + "AddTasks", Role.SUBMITTER),
            rule(ANY, GRPC + "RerunJob", Role.SUBMITTER),
            rule(ANY, GRPC + "GetText", Role.READER),
            rule(ANY, GRPC + "ListFailures", Role.READER),
            rule(ANY, GRPC + "GetJob", Role.READER),
            rule(ANY, GRPC + "GetDocument", Role.READER),
            rule(ANY, GRPC + "GetResults", Role.READER),
            rule(ANY, GRPC + "ListJobs", Role.READER),
            rule(ANY, GRPC + "ListDocuments", Role.READER));

    @Override
    public Optional<Role> needed(String method, String path) {
        String[] segments = segments(path);
        return RULES.stream()
                .filter(rule -> rule.fits(method, segments))
                .findFirst()
                .map(rule -> Optional.ofNullable(rule.role()))
                .orElse(Optional.of(Role.ADMIN));
    }

    /**
     * A rule.
     *
     * @param methods empty: all
     * @param pattern segments, where {@code *} stands for any characters of one segment and a last {@code **} for any number of segments
     * @param role null: everybody
     */
    private record Rule(
            Set<String> methods, String[] pattern, @Nullable Role role) {

        boolean fits(String method, String[] path) {
            return (methods.isEmpty() || methods.contains(method)) && fits(path);
        }

        private boolean fits(String[] path) {
            for (int i = 0; i < pattern.length; i++) {
                if (pattern[i].equals("**")) {
                    return true;
                }
                if (i >= path.length || !fits(pattern[i], path[i])) {
                    return false;
                }
            }
            return path.length == pattern.length;
        }

        private static boolean fits(String pattern, String segment) {
            return pattern.endsWith("*")
                    ? segment.startsWith(pattern.substring(0, pattern.length() - 1))
                    : pattern.equals(segment);
        }
    }

    private static Rule open(Set<String> methods, String pattern) {
        return new Rule(methods, segments(pattern), null);
    }

    private static Rule rule(Set<String> methods, String pattern, Role role) {
        return new Rule(methods, segments(pattern), role);
    }

    /** Without empty ones: a slash at the end changes nothing. */
    private static String[] segments(String path) {
        return path.transform(text -> text.startsWith("/") ? text.substring(1) : text)
                .transform(text -> text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
                .split("/", -1);
    }
}
