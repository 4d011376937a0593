// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import static org.awaitility.Awaitility.await;

import io.facet.client.AgentConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** One run: load on a controller, exchanges in it, and what is found. */
public final class SwapRun implements AutoCloseable {

    private static final String MODEL = "webshop";
    private static final String OTHER_MODEL = "annex";
    /** Of the example model: machines with an instance, machines without, and machines whose agents call. */
    private static final CallMix.Population MACHINES = new CallMix.Population(tags(0, 12), tags(12, 26));

    private static final List<Integer> AGENTS = List.of(1, 2, 3, 4);
    private static final String HOST = "0";
    private static final int MACHINES_OF_A_SWAP = 4;
    /** One command line for both, since each costs a session. */
    private static final String ADD = "facet:machine-add --count %d %s; facet:machine-add %4$s lxd:%3$s";

    /** After so many the controller is asked for its list, of which it keeps the latest 1000. */
    private static final int SWAPS_OF_A_LIST = 50;

    private static final long CALM_CALLS = 20;
    private static final int THREADS_TOLERATED = 2;

    private final LoadSettings settings;
    private final SshShell shell;
    private final Path example;
    private final Path work;
    private final ControllerProbe probe;
    private final Findings findings = new Findings();
    private final LatencyWindows latencies = new LatencyWindows();
    private final Entitlement entitlement = new Entitlement();
    private final Random random;
    private final Swaps swaps;
    private final LoadDriver driver;
    private final SwapReport report;
    private final WatchLedger machines = new WatchLedger("machines of " + MODEL, findings);
    private final WatchLedger containers = new WatchLedger("containers of machine " + HOST, findings);
    private final SwapList swapList;
    private MachineChurn churn;
    private int made;

    /**
     * @param settings how much of everything
     * @param shell of the controller
     * @param home its installation
     * @param pid its process
     * @param work a directory for jars
     */
    public SwapRun(LoadSettings settings, SshShell shell, Path home, long pid, Path work) throws IOException {
        this.settings = settings;
        this.shell = shell;
        this.probe = new ControllerProbe(pid);
        this.random = new Random(settings.seed());
        this.swaps = new Swaps(shell, home, work, entitlement, findings, random);
        this.driver = new LoadDriver(settings, findings, latencies, entitlement);
        this.report = new SwapReport(settings, latencies);
        this.swapList = new SwapList(shell);
        this.example = home.resolve("examples/model-webshop.yaml");
        this.work = work;
    }

    /** Makes all exchanges under load and gives the report. */
    public String run() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        shell.ask("facet:model-import " + example);
        shell.ask("facet:model-import " + otherModel());
        swaps.prepare();
        connect();
        long connected = System.nanoTime();
        ControllerProbe.Sample first = sample();
        List<String> bundles = swaps.bundles();
        driver.start();
        calm();
        List<SwapKind> mix = SwapMix.of(settings.kinds(), settings.swaps(), random);
        int warm = Math.min(settings.kinds().size(), mix.size());
        List<SwapKind> warmUp = mix.subList(0, warm);
        List<SwapKind> rest = mix.subList(warm, mix.size());
        for (SwapKind kind : warmUp) {
            swap(kind);
        }
        ControllerProbe.Sample before = sample();
        // Until now much of the controller's code ran for the first time, which is not what is measured.
        latencies.forget();
        report.forget();
        swapList.update();
        swapList.forget();
        for (SwapKind kind : rest) {
            swap(kind);
        }
        findings.during("end");
        machines.close();
        containers.close();
        driver.closeTimers();
        report.line("The run took %d s, %d s of them to connect"
                .formatted(seconds(System.nanoTime() - begun), seconds(connected - begun)));
        ControllerProbe.Sample after = sample();
        compare(first, before, after);
        compare(bundles, swaps.bundles());
        return report();
    }

    /** What went wrong; empty if nothing. */
    public String trouble() {
        return findings.text().orElse("");
    }

    @Override
    public void close() {
        driver.close();
    }

    private void connect() throws IOException {
        AgentConfig controller = AgentConfig.parse(shell.ask("facet:agent-conf-issue --controller " + MODEL));
        AgentConfig other = AgentConfig.parse(shell.ask("facet:agent-conf-issue --controller " + OTHER_MODEL));
        List<AgentConfig> agents = AGENTS.stream().map(this::agent).toList();
        for (int i = 0; i < settings.connections(); i++) {
            String name = "connection " + i;
            if (i % 4 == 1) {
                driver.connect(name, other, (random, version) -> CallMix.controller(random, version, MACHINES));
            } else if (i % 4 == 3) {
                AgentConfig agent = agents.get(i / 4 % agents.size());
                driver.connect(name, agent, (random, version) -> CallMix.agent(random, version, agent.tag()));
            } else {
                LoadConnection connection = driver.connect(
                        name, controller, (random, version) -> CallMix.controller(random, version, MACHINES));
                driver.watchMachines(connection, name, machines);
                if (i % 8 == 0) {
                    driver.watchContainers(connection, name, "machine-" + HOST, containers);
                    driver.watchQuietThings(connection, name);
                }
                if (i == 0) {
                    driver.watchTimer(connection, name);
                    churn = new MachineChurn(connection, new Random(settings.seed()));
                }
            }
        }
        report.line("%d watchers of machines, %d of containers".formatted(machines.watchers(), containers.watchers()));
    }

    private AgentConfig agent(int machine) {
        try {
            return AgentConfig.parse(shell.ask("facet:agent-conf-issue " + MODEL + " " + machine));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void swap(SwapKind kind) throws IOException {
        findings.during("before swap " + made);
        long begun = System.nanoTime();
        List<String> added = shell.ask(ADD.formatted(2 * MACHINES_OF_A_SWAP, MODEL, HOST, MODEL))
                .lines()
                .toList();
        List<String> patient = added.subList(0, MACHINES_OF_A_SWAP);
        List<String> hasty = added.subList(MACHINES_OF_A_SWAP, 2 * MACHINES_OF_A_SWAP);
        List<String> contained = added.subList(2 * MACHINES_OF_A_SWAP, added.size());
        machines.changed(patient, begun);
        machines.changed(hasty, begun);
        containers.changed(contained, begun);
        // These die after everybody knows that they exist, so that no event may be merged; the others at once.
        machines.awaitDelivery(patient);

        findings.during("swap " + made + ", " + kind.title());
        latencies.enter(kind.name());
        List<CompletableFuture<Void>> lives =
                List.of(churn.run(machines, patient), churn.run(machines, hasty), churn.run(containers, contained));
        long exchanging = System.nanoTime();
        swaps.run(kind);
        made++;
        if (made % SWAPS_OF_A_LIST == 0) {
            swapList.update();
        }
        report.add(kind, Duration.ofNanos(System.nanoTime() - exchanging));
        lives.forEach(life -> life.orTimeout(2, TimeUnit.MINUTES).join());
        machines.settle();
        containers.settle();
        latencies.enter(LatencyWindows.CALM);
        calm();
    }

    /** Lets some calls pass while nothing is exchanged. */
    private void calm() {
        latencies.enter(LatencyWindows.CALM);
        long before = latencies.of(LatencyWindows.CALM).getTotalCount();
        await("calls to be answered while nothing is exchanged")
                .pollInterval(Duration.ofMillis(10))
                .until(() -> latencies.of(LatencyWindows.CALM).getTotalCount() >= before + CALM_CALLS);
    }

    private ControllerProbe.Sample sample() throws IOException, InterruptedException {
        driver.pause();
        ControllerProbe.Sample sample = probe.sample();
        latencies.enter(LatencyWindows.CALM);
        driver.start();
        return sample;
    }

    private void compare(ControllerProbe.Sample first, ControllerProbe.Sample before, ControllerProbe.Sample after) {
        report.line("Class loaders of bundles: %d at the start, %d after warm-up, %d at the end"
                .formatted(first.classLoaders(), before.classLoaders(), after.classLoaders()));
        report.line("Threads: %d at the start, %d after warm-up, %d at the end"
                .formatted(first.threads(), before.threads(), after.threads()));
        report.line("Live heap in MB: %d at the start, %d after warm-up, %d at the end"
                .formatted(first.heapBytes() >> 20, before.heapBytes() >> 20, after.heapBytes() >> 20));
        String more = after.moreThreadsThan(before);
        if (!more.isEmpty()) {
            report.line("More threads than after warm-up: " + more);
        }
        if (after.classLoaders() > before.classLoaders()) {
            findings.add(Findings.Kind.LEAK, "class loaders: " + before.classLoaders() + " -> " + after.classLoaders());
        }
        if (after.threads() > before.threads() + THREADS_TOLERATED) {
            findings.add(Findings.Kind.LEAK, "threads: " + before.threads() + " -> " + after.threads() + ": " + more);
        }
    }

    private void compare(List<String> before, List<String> after) throws IOException {
        report.line("Bundles: %d at the start, %d at the end".formatted(before.size(), after.size()));
        if (!after.equals(before)) {
            findings.add(Findings.Kind.LEAK, "bundles: " + before + " -> " + after);
        }
        String quarantined = swaps.quarantined();
        if (!quarantined.isEmpty()) {
            findings.add(Findings.Kind.LEAK, quarantined);
        }
    }

    private String report() throws IOException {
        swapList.update();
        report.line("Calls answered: %d; logins meanwhile: %d".formatted(latencies.calls(), driver.logins()));
        for (Findings.Kind kind : Findings.Kind.values()) {
            report.line(kind.title() + ": " + findings.count(kind));
        }
        report.line("Changes of machines and containers: %d; events told: %d"
                .formatted(machines.changes() + containers.changes(), machines.events() + containers.events()));
        return report.text() + "\nAs the controller tells it:\n\n" + swapList.table();
    }

    /** The example model once more under another name and UUID. */
    private Path otherModel() throws IOException {
        String text = Files.readString(example);
        return Files.writeString(
                work.resolve("model-annex.yaml"),
                text.replace("5f0c7b1e-3a64-4d0b-8f4e-9b1d2c6a7e38", "5f0c7b1e-3a64-4d0b-8f4e-9b1d2c6a7e39")
                        .replace("name: " + MODEL, "name: " + OTHER_MODEL));
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }

    private static List<String> tags(int from, int to) {
        return IntStream.range(from, to).mapToObj(id -> "machine-" + id).toList();
    }
}
