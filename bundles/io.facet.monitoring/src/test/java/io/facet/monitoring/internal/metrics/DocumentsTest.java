// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.facet.apiserver.api.CallEvent;
import io.facet.apiserver.api.LoginEvent;
import io.facet.apiserver.api.SwapStatus;
import io.facet.monitoring.api.CheckStatus;
import io.facet.monitoring.internal.DatabaseFake;
import io.facet.monitoring.internal.ServerFake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.MBeanServerFactory;
import org.junit.BeforeClass;
import org.junit.Test;

/** What the dashboard, the alerts and the manual speak of is what the registry shows. */
public class DocumentsTest {

    private static final Path DOCS = Path.of("../../docs");
    private static final Pattern METRIC = Pattern.compile("\\b(facet|jvm|process|system)_[a-z0-9_]+");

    /** Names as scraped, such as {@code facet_calls_seconds_bucket}. */
    private static Set<String> shown;

    @BeforeClass
    public static void showEverything() {
        Metrics metrics = new Metrics(MBeanServerFactory.newMBeanServer());
        metrics.show(new ServerFake());
        metrics.show(new DatabaseFake());
        metrics.show(MetricsTest.report(CheckStatus.OK, true));
        metrics.listener().called(MetricsTest.call("Life", Duration.ZERO, CallEvent.OK));
        metrics.listener().loggedIn(new LoginEvent(MetricsTest.PEER, Duration.ZERO, CallEvent.OK));
        metrics.listener().swapped(MetricsTest.swap(SwapStatus.Kind.REMOVAL, Duration.ZERO, 0, SwapStatus.DONE));
        // Garbage collections have metrics from the first one on, of which the JVM tells on a thread of its own.
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return new String(metrics.scrape(false), StandardCharsets.UTF_8).contains("jvm_gc_pause_seconds_sum");
        });
        shown = new String(metrics.scrape(false), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        metrics.close();
    }

    @Test
    public void dashboardShowsEveryMetricAndNoOther() throws Exception {
        JsonNode dashboard = new ObjectMapper()
                .readTree(DOCS.resolve("grafana-dashboard.json").toFile());
        List<String> expressions = dashboard.findValuesAsText("expr");
        assertThat(dashboard.get("panels")).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.hasNonNull("title")).isTrue();
            assertThat(panel.hasNonNull("gridPos"))
                    .as(panel.get("title").asText())
                    .isTrue();
        });
        assertThat(dashboard.findValues("id").stream().map(JsonNode::asInt)).doesNotHaveDuplicates();
        assertThat(expressions).isNotEmpty().allSatisfy(DocumentsTest::balanced);

        Set<String> used = names(expressions);
        assertThat(shown).containsAll(used);
        assertThat(facetFamilies(used)).containsAll(facetFamilies(shown));
    }

    @Test
    public void alertsSpeakOfMetricsThatExist() throws Exception {
        JsonNode rules = new ObjectMapper(new YAMLFactory())
                .readTree(DOCS.resolve("prometheus-alerts.yml").toFile());
        List<String> names = new ArrayList<>();
        for (JsonNode group : rules.get("groups")) {
            assertThat(group.hasNonNull("name")).isTrue();
            for (JsonNode rule : group.get("rules")) {
                String name = rule.get("alert").asText();
                names.add(name);
                assertThat(rule.at("/labels/severity").asText()).as(name).isIn("warning", "critical");
                assertThat(rule.at("/annotations/summary").asText()).as(name).isNotEmpty();
                assertThat(rule.at("/annotations/description").asText())
                        .as(name)
                        .isNotEmpty();
                balanced(rule.get("expr").asText());
            }
        }
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
        assertThat(shown).containsAll(names(rules.findValuesAsText("expr")));
    }

    @Test
    public void manualListsEveryMetricOfFacet() throws Exception {
        String manual = Files.readString(DOCS.resolve("monitoring.md"));
        Set<String> listed = names(List.of(manual)).stream()
                .filter(name -> name.startsWith("facet_"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(facetFamilies(shown));
    }

    /** The metrics of Facet without what a histogram adds to the name. */
    private static Set<String> facetFamilies(Set<String> names) {
        return names.stream()
                .filter(name -> name.startsWith("facet_"))
                .map(name -> name.replaceAll("_seconds_(bucket|count|sum|max)$", "_seconds"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(List<String> expressions) {
        Set<String> names = new TreeSet<>();
        for (String expression : expressions) {
            Matcher matcher = METRIC.matcher(expression);
            while (matcher.find()) {
                names.add(matcher.group());
            }
        }
        return names;
    }

    /** A query with a bracket too many would be found by Grafana and Prometheus only. */
    private static void balanced(String expression) {
        int depth = 0;
        for (char each : expression.replaceAll("\"[^\"]*\"", "").toCharArray()) {
            depth += "([{".indexOf(each) >= 0 ? 1 : 0;
            depth -= ")]}".indexOf(each) >= 0 ? 1 : 0;
            assertThat(depth).as(expression).isNotNegative();
        }
        assertThat(depth).as(expression).isZero();
    }
}
