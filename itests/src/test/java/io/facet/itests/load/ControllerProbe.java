// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks at a controller's process from outside, with the JDK's own tool. */
public final class ControllerProbe {

    /** Threads of shell sessions: they linger for a minute after their command. */
    private static final String OF_A_SHELL = "session-#-thread-#";

    private static final Pattern JAVA_THREAD = Pattern.compile("(?m)^\"(.*)\" #\\d+ ");

    private final long pid;

    /** @param pid of the controller */
    public ControllerProbe(long pid) {
        this.pid = pid;
    }

    /** What there is after a full garbage collection. */
    public Sample sample() throws IOException, InterruptedException {
        // Weak and phantom references are cleared by the first collection; what they held goes with the second.
        jcmd("GC.run");
        ClassHistogram histogram = new ClassHistogram(jcmd("GC.class_histogram"));
        Map<String, Integer> threads = new TreeMap<>();
        Matcher thread = JAVA_THREAD.matcher(jcmd("Thread.print"));
        while (thread.find()) {
            threads.merge(thread.group(1).replaceAll("\\d+", "#"), 1, Integer::sum);
        }
        threads.remove(OF_A_SHELL);
        return new Sample(
                histogram.classLoaders(),
                threads.values().stream().mapToInt(Integer::intValue).sum(),
                histogram.heapBytes(),
                threads);
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + pid + " " + command + ": " + output);
        }
        return output;
    }

    /**
     * One look.
     *
     * @param classLoaders class loaders of bundles
     * @param threads Java threads, those of shell sessions left out
     * @param heapBytes live heap
     * @param threadsByName threads by name, numbers in names written as #
     */
    public record Sample(int classLoaders, int threads, long heapBytes, Map<String, Integer> threadsByName) {

        /** Threads that an earlier look did not see, by name and number. */
        public String moreThreadsThan(Sample earlier) {
            return threadsByName.entrySet().stream()
                    .filter(entry -> entry.getValue() > earlier.threadsByName.getOrDefault(entry.getKey(), 0))
                    .map(entry -> entry.getKey() + " (" + earlier.threadsByName.getOrDefault(entry.getKey(), 0) + " -> "
                            + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
        }
    }
}
