// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.controller.api.ControllerIdentity;
import io.facet.controller.api.ControllerService;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.shell.internal.completers.CompletionCheck;
import io.facet.store.testing.StoreRule;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Rule;
import org.junit.Test;

/** The commands about the configuration of the controller; the service itself is tested in its bundle. */
public class ControllerConfigCommandsTest {
    @Rule
    public final StoreRule rule = new StoreRule();

    @Rule
    public final Output output = new Output();

    private final Map<String, Object> config = new TreeMap<>(
            Map.of("auditing-enabled", true, "object-store-s3-static-secret", "s3cr3t", "ca-cert", "A\nB\n"));

    private final ControllerService controller = (ControllerService) Proxy.newProxyInstance(
            ControllerService.class.getClassLoader(),
            new Class<?>[] {ControllerService.class},
            (proxy, method, args) -> switch (method.getName()) {
                case "identity" -> new ControllerIdentity("c", "01111111-2222-4333-8444-555555555555", "");
                case "config" -> new TreeMap<>(config);
                case "configKeys" -> List.of("auditing-enabled", "features");
                case "updateConfig" -> update((Map<?, ?>) args[1], (Collection<?>) args[2]);
                default -> throw new AssertionError("unexpected call of " + method);
            });

    private Object update(Map<?, ?> set, Collection<?> remove) {
        if (set.containsKey("ca-cert")) {
            throw new FacetException(ErrorCode.NOT_VALID, "controller config ca-cert: cannot be changed");
        }
        set.forEach((key, value) -> config.put((String) key, value));
        remove.forEach(config::remove);
        return null;
    }

    @Test
    public void configurationIsListedWithoutItsSecrets() throws Exception {
        config(null).execute();
        assertThat(output.lines())
                .containsExactly(
                        "auditing-enabled\tyes", "ca-cert\tA B ", "object-store-s3-static-secret\t(set, not shown)");

        config("object-store-s3-static-secret").execute();
        assertThat(output.text()).isEqualTo("(set, not shown)\n");
        config("ca-cert").execute();
        assertThat(output.text()).isEqualTo("A\nB\n");
    }

    @Test
    public void changesAreShownAndRefusalsPassedOn() throws Exception {
        set(List.of("auditing-enabled"), "features=x").execute();
        assertThat(output.lines()).containsExactly("auditing-enabled\tyes\t", "features\t\tx");

        assertThatThrownBy(set(List.of(), "ca-cert=x")::execute)
                .isInstanceOf(CommandException.class)
                .hasMessage("controller config ca-cert: cannot be changed");
        assertThatThrownBy(set(List.of())::execute).hasMessage("Nothing to change; give KEY=VALUE, or --reset KEY.");
        assertThatThrownBy(config("nope")::execute)
                .hasMessage("There is no key \"nope\" in the configuration of the controller.");
    }

    @Test
    public void tabKeyOffersKeys() {
        assertThat(CompletionCheck.controllerConfigKeys(controller)).containsExactly("auditing-enabled", "features");
        assertThat(CompletionCheck.controllerAssignments(controller)).containsExactly("auditing-enabled=", "features=");
        assertThat(CompletionCheck.controllerConfigKeys(null)).isEmpty();
    }

    private ControllerConfigCommand config(String key) {
        ControllerConfigCommand command = new ControllerConfigCommand();
        command.noFormat = true;
        command.key = key;
        command.store = rule.store();
        command.controller = controller;
        return command;
    }

    private ControllerConfigSetCommand set(List<String> reset, String... settings) {
        ControllerConfigSetCommand command = new ControllerConfigSetCommand();
        command.noFormat = true;
        command.reset = reset;
        command.settings = List.of(settings);
        command.store = rule.store();
        command.controller = controller;
        return command;
    }
}
