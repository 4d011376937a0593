// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What to run.
 *
 * @param distribution the distribution's tar.gz
 * @param output directory for the report, and for the installations that are measured
 * @param quick whether everything is a tenth of its size, to see that it works
 * @param profile whether the controllers are recorded, which costs them something
 * @param sections names of the sections to run; all if empty
 */
record Options(Path distribution, Path output, boolean quick, boolean profile, List<String> sections) {

    /** @throws IllegalArgumentException naming what is wrong */
    static Options parse(String[] arguments) {
        Path distribution = null;
        Path output = Path.of("bench/target/report");
        boolean quick = false;
        boolean profile = false;
        List<String> sections = new ArrayList<>();
        Iterator<String> rest = List.of(arguments).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--quick" -> quick = true;
                case "--profile" -> profile = true;
                case "--distribution" -> distribution = Path.of(value(option, rest));
                case "--output" -> output = Path.of(value(option, rest));
                case "--only" -> sections.addAll(List.of(value(option, rest).split(",")));
                default -> throw new IllegalArgumentException("unknown option \"" + option + "\"; see --help");
            }
        }
        if (distribution == null || !Files.isRegularFile(distribution)) {
            throw new IllegalArgumentException(
                    "--distribution must name the distribution's tar.gz, is " + distribution);
        }
        return new Options(distribution, output, quick, profile, List.copyOf(sections));
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value; see --help");
        }
        return rest.next();
    }

    /** Of a full size, what this run takes. */
    int scaled(int full) {
        return quick ? Math.max(1, full / 10) : full;
    }
}
