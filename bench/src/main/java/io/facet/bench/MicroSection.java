// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The hot pieces one by one: what an operation takes, and what it allocates on all threads together. JMH's own account,
 * with errors, is in {@code micro.txt} beside the report.
 */
final class MicroSection implements Section {

    private static final String BENCHMARKS = "io.facet.bench.micro.";
    private static final String SUFFIX = "Benchmark";
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 5;
    private static final int ROUND_MS = 1000;

    @Override
    public String name() {
        return "micro";
    }

    @Override
    public List<Figure> run(Rig rig) throws Exception {
        boolean quick = rig.options().quick();
        TimeValue round = TimeValue.milliseconds(quick ? ROUND_MS / 5 : ROUND_MS);
        // Files are to be where those of the controllers are: in memory a commit would cost nothing.
        Path files =
                Files.createDirectories(rig.options().output().resolve("work")).toAbsolutePath();
        List<RunResult> results = new ArrayList<>(new Runner(new OptionsBuilder()
                        .include(BENCHMARKS.replace(".", "\\."))
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.MICROSECONDS)
                        .forks(1)
                        .warmupIterations(quick ? 1 : WARM_UP)
                        .warmupTime(round)
                        .measurementIterations(quick ? 1 : ROUNDS)
                        .measurementTime(round)
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend("-Djava.io.tmpdir=" + files)
                        .shouldFailOnError(true)
                        .output(rig.options().output().resolve("micro.txt").toString())
                        .build())
                .run());
        results.sort(Comparator.comparing(result -> title(result.getParams())));
        List<Figure> figures = new ArrayList<>();
        for (RunResult result : results) {
            String title = title(result.getParams());
            figures.add(Figure.info(name(), title, result.getPrimaryResult().getScore(), "µs"));
            figures.add(Figure.info(
                    name(),
                    title + ", allocated",
                    result.getSecondaryResults().get(ALLOCATED).getScore(),
                    "bytes"));
        }
        return figures;
    }

    /** As {@code Dispatch.call, inFlight 64}. */
    private static String title(BenchmarkParams params) {
        StringBuilder title = new StringBuilder(
                params.getBenchmark().substring(BENCHMARKS.length()).replace(SUFFIX + ".", "."));
        for (String key : params.getParamsKeys()) {
            title.append(", ").append(key).append(' ').append(params.getParam(key));
        }
        return title.toString();
    }
}
