// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.itests.load.LoadSettings;
import io.facet.itests.load.SshShell;
import io.facet.itests.load.SwapRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Whatever is exchanged in a controller under full load, no client notices. */
public class SwapLoadIT {

    private ControllerProcess controller;

    @Before
    public void start() throws Exception {
        controller = ControllerProcess.unpack("swap-load");
        controller.start();
    }

    @After
    public void stop() {
        controller.close();
    }

    @Test
    public void noClientNoticesAnExchange() throws Exception {
        Distribution distribution = Distribution.underTest();
        Path work = distribution.workDirectory("swap-variants");
        try (SshShell shell = SshShell.of(controller.sshPort(), controller.home());
                SwapRun run = new SwapRun(
                        LoadSettings.fromSystemProperties(), shell, controller.home(), controller.pid(), work)) {
            String report = run.run();
            System.out.println(report);
            Files.writeString(distribution.buildDirectory().resolve("swap-report.md"), report);
            assertThat(run.trouble()).isEmpty();
        }
    }
}
