// SPDX-License-Identifier: Apache-2.0
package io.facet.demo;

import io.facet.client.AgentConfig;
import io.facet.client.ApiException;
import io.facet.client.ClientThreads;
import java.io.IOException;
import java.util.List;

/** The command line of the demo provisioner. Exit status: 0 all is well, 1 it is not, 2 wrong usage. */
public final class Demo {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Demo() {}

    /** Runs the demo; see {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        DemoOptions options;
        try {
            options = DemoOptions.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage() + "; see --help");
            return WRONG_USAGE;
        }
        if (options.help()) {
            System.out.print(DemoOptions.HELP);
            return OK;
        }
        try {
            return run(options);
        } catch (ApiException | IOException e) {
            System.err.println("demo: " + (e instanceof ApiException refused ? refused.toString() : e.getMessage()));
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static int run(DemoOptions options) throws IOException, InterruptedException {
        Deadline deadline = Deadline.in(options.timeout());
        AgentConfig config = options.agentConf().isPresent()
                ? AgentConfig.read(options.agentConf().get())
                : null;
        if (options.health().isPresent()) {
            String ca = options.caText().orElse(config == null ? "" : config.caCertificate());
            HealthProbe.trusting(ca).await(options.health().get(), deadline);
        }
        if (config == null) {
            return OK;
        }
        Report report = provision(config, options, deadline);
        report.print(System.out, System.err);
        return report.allWell() ? OK : FAILED;
    }

    private static Report provision(AgentConfig config, DemoOptions options, Deadline deadline)
            throws InterruptedException {
        try (ClientThreads threads = ClientThreads.create();
                Progress progress = Progress.on(System.out, options.plain());
                Machines machines = Machines.of(threads, config, progress, deadline)) {
            SimulatedCloud cloud = new SimulatedCloud(config.modelUuid());
            return new Provisioner(machines, cloud, progress, config.tag(), options.workers()).run();
        }
    }
}
