// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import java.util.ArrayList;
import java.util.List;

/** Runs the sections, prints what they measured, and writes the report. Started by {@code bench/run}. */
public final class Bench {

    private static final List<Section> SECTIONS = List.of(
            new BootSection(),
            new CallsSection(),
            new SizeSection(),
            new WritesSection(),
            new AgentsSection(),
            new FanOutSection(),
            new ImportSection(),
            new MicroSection());

    private Bench() {}

    /** Exit status 0 if all sections ran, whatever they found; 1 if one failed; 2 for wrong options. */
    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
            check(options.sections());
        } catch (IllegalArgumentException e) {
            System.err.println("bench/run: " + e.getMessage());
            System.exit(2);
            return;
        }
        Report report = new Report(options);
        Rig rig = new Rig(options);
        List<String> failed = new ArrayList<>();
        for (Section section : SECTIONS) {
            if (options.sections().isEmpty() || options.sections().contains(section.name())) {
                try {
                    List<Figure> figures = section.run(rig);
                    report.add(figures);
                    Report.print(System.out, figures);
                } catch (Exception e) {
                    failed.add(section.name());
                    System.err.println("Section " + section.name() + " failed:");
                    e.printStackTrace();
                }
                report.addRecordings(rig.recorder().draw());
                report.write();
            }
        }
        System.out.println("Report: " + options.output().resolve("report.md"));
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    private static void check(List<String> names) {
        List<String> known = SECTIONS.stream().map(Section::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("there is no section \"" + name + "\", only " + known);
            }
        }
    }
}
