// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import io.facet.client.AgentConfig;
import io.facet.client.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the sections share: the options, controllers, and the calls they make. */
final class Rig {

    static final String FACADE = "Provisioner";
    static final int VERSION = 11;

    private final Options options;
    private final Recorder recorder;

    Rig(Options options) {
        this.options = options;
        this.recorder = new Recorder(options.output());
    }

    Options options() {
        return options;
    }

    /** What records the controllers, if they are recorded. */
    Recorder recorder() {
        return recorder;
    }

    /** A fresh installation that has not been started; without a limit on the rate of logins once {@link #start} has run. */
    Controller unpack(String name) throws IOException, InterruptedException {
        return Controller.unpack(options.distribution(), work().resolve(name));
    }

    /**
     * Starts it for the first time, lifts the limit on agents' logins, and imports the models. What it does from then on, and
     * from each further start on, is recorded if the options say so.
     */
    void start(Controller controller, Description... models) throws IOException, InterruptedException {
        controller.start();
        controller.facet("controller-config-set", "agent-ratelimit-max=0");
        for (Description model : models) {
            controller.facet("model-import", file(model).toString());
        }
        if (options.profile()) {
            controller.record(recorder);
        }
    }

    /** The description of a model in a file. */
    Path file(Description model) throws IOException {
        return model.write(work().resolve(model.name() + ".yaml").toAbsolutePath());
    }

    /** The credentials of a machine's agent. */
    static Credentials agent(int machine) {
        return new Credentials("machine-" + machine, Description.PASSWORD, Description.nonce(machine));
    }

    /** Where the echo server stands, as a client of a controller's model would be told. */
    static AgentConfig echo(Echo echo, AgentConfig like) {
        return new AgentConfig(
                like.tag(),
                like.controller(),
                like.model(),
                List.of(echo.address()),
                like.apiPassword(),
                like.nonce(),
                like.caCertificate());
    }

    /** Parameters that name machines. */
    static Map<String, Object> entities(String... tags) {
        return Map.of(
                "entities", Arrays.stream(tags).map(tag -> Map.of("tag", tag)).toList());
    }

    private Path work() throws IOException {
        return Files.createDirectories(options.output().resolve("work"));
    }
}
