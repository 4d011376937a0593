// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What the controller itself says about the exchanges. It keeps a limited number of them, so it is asked now and then. */
final class SwapList {

    private static final int COLUMNS = 10;
    private static final String DONE = "done";

    private final SshShell shell;
    private final List<String> lines = new ArrayList<>();
    private int forgotten;

    SwapList(SshShell shell) {
        this.shell = shell;
    }

    /** Takes those that were not taken yet. */
    void update() throws IOException {
        List<String> latest = shell.ask("facet:swap-list --no-format").lines().toList();
        int known = lines.isEmpty() ? -1 : latest.lastIndexOf(lines.get(lines.size() - 1));
        lines.addAll(latest.subList(known + 1, latest.size()));
    }

    /** Leaves out of the table what was taken so far. */
    void forget() {
        forgotten = lines.size();
    }

    /** Rows of a Markdown table, by kind and subject. */
    String table() {
        Map<String, List<Swap>> groups = lines.subList(forgotten, lines.size()).stream()
                .filter(line -> line.split("\t", -1).length >= COLUMNS)
                .map(Swap::parse)
                .collect(Collectors.groupingBy(
                        swap -> swap.kind + " | " + swap.subject, TreeMap::new, Collectors.toList()));
        StringBuilder table = new StringBuilder(
                "| Kind | Subject | how many | not done | gap p50 | gap max | parked | longest wait | drained |\n"
                        + "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        groups.forEach((group, swaps) -> {
            Histogram gaps = new Histogram(3);
            swaps.forEach(swap -> gaps.recordValue(swap.gapMs));
            table.append("| %s | %d | %d | %d | %d | %d | %d | %d |%n"
                    .formatted(
                            group,
                            swaps.size(),
                            swaps.stream()
                                    .filter(swap -> !swap.outcome.equals(DONE))
                                    .count(),
                            gaps.getValueAtPercentile(50),
                            gaps.getMaxValue(),
                            swaps.stream().mapToLong(Swap::parked).sum(),
                            swaps.stream().mapToLong(Swap::waitMs).max().orElse(0),
                            swaps.stream().mapToLong(Swap::drained).sum()));
        });
        return table.toString();
    }

    private record Swap(
            String kind, String subject, long gapMs, long parked, long waitMs, long drained, String outcome) {

        static Swap parse(String line) {
            String[] columns = line.split("\t", -1);
            return new Swap(
                    columns[1],
                    columns[2],
                    Long.parseLong(columns[5]),
                    Long.parseLong(columns[6]),
                    Long.parseLong(columns[7]),
                    Long.parseLong(columns[8]),
                    columns[9]);
        }
    }
}
