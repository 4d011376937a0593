// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import io.facet.upgrade.api.UpgradeProgress;
import io.facet.upgrade.api.UpgradeReport;
import io.facet.upgrade.api.UpgradeService;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.apache.karaf.shell.support.CommandException;

/** What the commands that exchange bundles have in common. */
public final class Upgrades {

    private Upgrades() {}

    /** Exchanges one bundle. */
    @FunctionalInterface
    public interface Exchange {
        /** Does it. */
        UpgradeReport run(UpgradeService service, UpgradeProgress progress);
    }

    /** Runs an exchange and prints its steps and its outcome. */
    public static void run(UpgradeService service, PrintStream out, Exchange exchange) throws Exception {
        UpgradeService present = service(service);
        UpgradeReport report = Services.refusable(() -> exchange.run(present, step -> {
            out.println(step + " ...");
            out.flush();
        }));
        report.sentences().forEach(out::println);
        if (!report.dryRun()) {
            long took = report.steps().stream()
                    .mapToLong(step -> step.length().toMillis())
                    .sum();
            out.println("Took " + took + " ms.");
        }
        out.flush();
    }

    /** The upgrade service, or a failure that names the bundle to look at. */
    public static UpgradeService service(UpgradeService service) throws CommandException {
        return Services.required(service, UpgradeService.class, "io.facet.upgrade");
    }

    /**
     * A timeout as it was given.
     *
     * @param seconds null if it was not given
     */
    public static Optional<Duration> timeout(Integer seconds) throws CommandException {
        if (seconds != null && seconds < 1) {
            throw Services.failure("--timeout takes a number of seconds, 1 or more, not " + seconds + ".");
        }
        return Optional.ofNullable(seconds).map(Duration::ofSeconds);
    }
}
