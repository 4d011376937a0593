// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.importer.api.ImportProgress.Phase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class ImportProgressPrinterTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();
    private final ImportProgressPrinter progress =
            new ImportProgressPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), nanos::get);

    @Test
    public void quickImportPrintsNothing() {
        progress.progress(Phase.READ, 0, 1000);
        progress.progress(Phase.WRITE, 10, 10);

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    public void longImportPrintsALineNowAndThen() {
        wait(2);
        progress.progress(Phase.READ, 1 << 20, 3 << 20);
        progress.progress(Phase.READ, 2 << 20, 3 << 20);
        wait(3);
        progress.progress(Phase.CHECK, 4, 0);
        wait(3);
        progress.progress(Phase.WRITE, 500, 20_000);
        wait(3);
        progress.progress(Phase.REVEAL, 0, 1);

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Reading: 1.0 MiB of 3.0 MiB",
                        "Checking: 4 sections",
                        "Writing: 500 of 20000 entities",
                        "Making it visible");
    }

    private void wait(int seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
