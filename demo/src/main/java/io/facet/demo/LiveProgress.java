// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import io.facet.core.MachineId;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Outcomes scroll by; below them stay a bar and a table of what is being done, drawn anew several times a second. */
final class LiveProgress implements Progress {
    private static final long REDRAW_MS = 100;
    private static final int BAR_WIDTH = 30;
    private static final int MAX_ROWS = 12;
    private static final String SPINNER = "|/-\\";

    private static final String CLEAR_BELOW = "\033[J";
    private static final String NO_WRAP = "\033[?7l";
    private static final String WRAP = "\033[?7h";
    private static final String BOLD = "\033[1m";
    private static final String DIM = "\033[2m";
    private static final String GREEN = "\033[32m";
    private static final String PLAIN = "\033[0m";

    private final PrintStream out;
    private final long startNanos = System.nanoTime();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });
    /** Restores the terminal if the demo is interrupted. */
    private final Thread restore;

    /** What is being done, by machine; guarded by this. */
    private final Map<MachineId, String> steps = new TreeMap<>();
    /** Guarded by this. */
    private int expected;
    /** Guarded by this. */
    private int done;
    /** How many lines the bar and the table take at the moment; guarded by this. */
    private int drawn;
    /** Guarded by this. */
    private int frame;
    /** Guarded by this. */
    private boolean closed;

    LiveProgress(PrintStream out) {
        this.out = out;
        this.restore = new Thread(() -> out.print(WRAP));
        Runtime.getRuntime().addShutdownHook(restore);
        clock.scheduleAtFixedRate(this::tick, 0, REDRAW_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void expect(int machines) {
        expected += machines;
    }

    @Override
    public synchronized void at(MachineId machine, String step) {
        steps.put(machine, step);
    }

    @Override
    public synchronized void done(MachineId machine, String outcome) {
        steps.remove(machine);
        done++;
        line("  " + GREEN + "*" + PLAIN + " machine " + BOLD + machine + PLAIN + " " + outcome);
    }

    @Override
    public synchronized void note(String text) {
        line(text);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            out.print(up() + CLEAR_BELOW + WRAP);
            out.flush();
        }
        clock.shutdownNow();
        try {
            Runtime.getRuntime().removeShutdownHook(restore);
        } catch (IllegalStateException e) {
            // The process is ending already, so the hook has its turn.
        }
    }

    /** Prints above the bar; called with the lock held. */
    private void line(String text) {
        if (closed) {
            out.println(text);
            return;
        }
        out.print(up() + CLEAR_BELOW + text + "\n");
        drawn = 0;
        draw();
    }

    private synchronized void tick() {
        if (!closed) {
            frame++;
            draw();
        }
    }

    /** Called with the lock held. */
    private void draw() {
        List<String> lines = new ArrayList<>();
        if (expected > 0) {
            lines.add(bar());
            steps.entrySet().stream()
                    .limit(MAX_ROWS)
                    .forEach(step ->
                            lines.add(String.format("    %-10s %s%s%s", step.getKey(), DIM, step.getValue(), PLAIN)));
            if (steps.size() > MAX_ROWS) {
                lines.add("    and " + (steps.size() - MAX_ROWS) + " more");
            }
        }
        StringBuilder screen = new StringBuilder(up()).append(CLEAR_BELOW).append(NO_WRAP);
        lines.forEach(line -> screen.append(line).append('\n'));
        // In one write, so that no half-drawn table is seen.
        out.print(screen.append(WRAP));
        out.flush();
        drawn = lines.size();
    }

    private String bar() {
        int full = BAR_WIDTH * done / expected;
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return String.format(
                "  %c [%s%s%s%s] %d/%d  %.1f s",
                SPINNER.charAt(frame % SPINNER.length()),
                GREEN,
                "#".repeat(full),
                PLAIN,
                ".".repeat(BAR_WIDTH - full),
                done,
                expected,
                seconds);
    }

    private String up() {
        return drawn == 0 ? "" : "\033[" + drawn + "A\r";
    }
}
