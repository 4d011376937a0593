// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class ExportProgressPrinterTest {
    private final AtomicLong nanos = new AtomicLong();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ExportProgressPrinter printer =
            new ExportProgressPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), nanos::get);

    @Test
    public void shortExportPrintsNothing() {
        nanos.set(TimeUnit.MILLISECONDS.toNanos(1999));
        printer.progress(1, 2);

        assertThat(bytes.size()).isZero();
    }

    @Test
    public void longExportSaysHowFarItIs() {
        nanos.set(TimeUnit.SECONDS.toNanos(3));
        printer.progress(500, 2000);
        printer.progress(501, 2000);

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("Writing: 500 of 2000 entities");
    }
}
