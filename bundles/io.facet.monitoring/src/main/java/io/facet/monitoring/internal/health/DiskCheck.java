// SPDX-License-Identifier: Apache-2.0
package io.facet.monitoring.internal.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** The data directory has room to grow. */
public final class DiskCheck implements HealthCheck {

    private final Path directory;
    private final Supplier<Limits> limits;

    public DiskCheck(Path directory, Supplier<Limits> limits) {
        this.directory = directory;
        this.limits = limits;
    }

    @Override
    public Result execute() {
        long free;
        try {
            free = Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            return Verdict.critical("The data directory " + directory + " cannot be looked at: " + e.getMessage());
        }
        Limits now = limits.get();
        return Verdict.below(
                free,
                now.diskWarnBytes(),
                now.diskCriticalBytes(),
                (free >> 20) + " MiB are free in the data directory " + directory + ".");
    }
}
