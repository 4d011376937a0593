// SPDX-License-Identifier: Apache-2.0
package io.facet.bench;

import io.facet.client.AgentConfig;
import io.facet.client.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Boot to the first login, against the boot of the same Karaf with its shell alone. */
final class BootSection implements Section {

    private static final int ROUNDS = 7;

    @Override
    public String name() {
        return "boot";
    }

    @Override
    public List<Figure> run(Rig rig) throws Exception {
        List<Double> facet = new ArrayList<>();
        List<Double> empty = new ArrayList<>();
        try (Controller controller = rig.unpack(name());
                Controller karaf = rig.unpack(name() + "-empty")) {
            rig.start(controller);
            AgentConfig agent = controller.controllerAgent("controller");
            controller.stop();
            reduce(karaf);
            karaf.launch();
            karaf.awaitPort(karaf.sshPort());
            karaf.stop();
            int rounds = rig.options().quick() ? 1 : ROUNDS;
            for (int i = 0; i < rounds; i++) {
                facet.add(bootToLogin(controller, agent));
                empty.add(bootToShell(karaf));
            }
        }
        double login = median(facet);
        double shell = median(empty);
        return List.of(
                Figure.info(name(), "boot to the first login", login, "s"),
                Figure.info(name(), "boot of Karaf with ssh alone", shell, "s"),
                Figure.atMost(name(), "Facet ÷ Karaf", login / shell, "", 1.5));
    }

    private static double bootToLogin(Controller controller, AgentConfig agent) throws Exception {
        long begin = System.nanoTime();
        controller.launch();
        controller.awaitPort(controller.apiPort());
        double took;
        try (Agents agents = new Agents()) {
            agents.connect(agent, 1, i -> Credentials.agent(agent));
            took = (System.nanoTime() - begin) / 1e9;
        }
        controller.awaitPort(controller.sshPort());
        controller.stop();
        return took;
    }

    private static double bootToShell(Controller karaf) throws Exception {
        long begin = System.nanoTime();
        karaf.launch();
        karaf.awaitPort(karaf.sshPort());
        double took = (System.nanoTime() - begin) / 1e9;
        karaf.stop();
        return took;
    }

    /** Leaves the shell and what it needs. */
    private static void reduce(Controller karaf) throws IOException {
        Path features = karaf.home().resolve("etc/org.apache.karaf.features.cfg");
        String text = Files.readString(features);
        Files.writeString(
                features, text.replaceAll("(?ms)^featuresBoot\\s*=.*?[^\\\\]$", "featuresBoot = feature,shell,ssh"));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
