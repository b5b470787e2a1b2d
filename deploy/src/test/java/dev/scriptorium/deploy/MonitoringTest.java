package dev.scriptorium.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The metrics page, the code, the alerts and the dashboard name the same metrics. */
class MonitoringTest {
    private static final Pattern NAME = Pattern.compile("\\b(scriptorium_[a-z_]+)");
    private static final Pattern KIND = Pattern.compile("(_seconds)?(_total|_count|_sum|_bucket|_max)?$");
    private static final Pattern CODE_NAME =
            Pattern.compile("(?:builder|counter|timer|gauge|summary)\\(\\s*\"(scriptorium\\.[a-z.]+)\"");

    private static final JsonNode ALERTS = Sources.yaml("deploy/helm/scriptorium/files/alerts.yaml");
    private static final JsonNode DASHBOARD = Sources.yaml("deploy/helm/scriptorium/files/dashboard.json");

    @Test
    void everyMetricOfTheAlertsAndTheDashboardIsDocumented() {
        Set<String> documented = prometheusNames();

        assertThat(used(ALERTS)).isNotEmpty().isSubsetOf(documented);
        assertThat(used(DASHBOARD)).isNotEmpty().isSubsetOf(documented);
    }

    @Test
    void everyMetricOfTheCodeIsDocumented() {
        Set<String> named = new TreeSet<>();
        Matcher matcher = CODE_NAME.matcher(Sources.mainSources());
        while (matcher.find()) {
            named.add(matcher.group(1));
        }
        named.remove("scriptorium.inference."); // a prefix: the names under it are checked the other way round

        assertThat(named).isNotEmpty().isSubsetOf(Sources.metrics());
    }

    @Test
    void everyDocumentedMetricIsInTheCode() {
        String code = Sources.mainSources();

        assertThat(Sources.metrics())
                .hasSizeGreaterThan(20)
                .allSatisfy(metric -> assertThat(code.contains('"' + metric + '"')
                                || code.contains('"' + metric.replace("scriptorium.inference.", "") + '"'))
                        .as(metric)
                        .isTrue());
    }

    @Test
    void everyAlertSaysWhatToDo() {
        String operations = Sources.text("docs/operations.md");
        List<JsonNode> rules = ALERTS.at("/groups/0/rules").valueStream().toList();

        assertThat(rules).hasSizeGreaterThan(5).allSatisfy(rule -> {
            String alert = rule.path("alert").asText();
            assertThat(rule.at("/annotations/runbook").asText())
                    .isEqualTo("docs/operations.md#" + alert.toLowerCase(Locale.ROOT));
            assertThat(operations).contains("### " + alert + "\n");
            assertThat(balanced(rule.path("expr").asText())).as(alert).isTrue();
        });
    }

    private static Set<String> used(JsonNode tree) {
        Set<String> names = new TreeSet<>();
        tree.findValuesAsText("expr").forEach(expression -> {
            Matcher matcher = NAME.matcher(expression);
            while (matcher.find()) {
                names.add(KIND.matcher(matcher.group(1)).replaceFirst(""));
            }
        });
        return names;
    }

    private static Set<String> prometheusNames() {
        Set<String> names = new TreeSet<>();
        Sources.metrics().forEach(metric -> names.add(metric.replace('.', '_')));
        return names;
    }

    private static boolean balanced(String expression) {
        int depth = 0;
        for (char each : expression.toCharArray()) {
            depth += "([{".indexOf(each) >= 0 ? 1 : ")]}".indexOf(each) >= 0 ? -1 : 0;
            if (depth < 0) {
                return false;
            }
        }
        return depth == 0;
    }
}
