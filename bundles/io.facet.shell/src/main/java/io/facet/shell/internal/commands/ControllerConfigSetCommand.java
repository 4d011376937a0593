// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.controller.api.ControllerService;
import io.facet.shell.internal.ConfigValues;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.shell.internal.completers.ControllerAssignmentCompleter;
import io.facet.shell.internal.completers.ControllerConfigKeyCompleter;
import io.facet.store.api.Store;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Changes the configuration of the controller. */
@Service
@Command(
        scope = "facet",
        name = "controller-config-set",
        description = "Change the configuration of the controller",
        detailedDescription =
                "Sets the keys given and resets those named with --reset to the default, all of them or, if one"
                        + " is refused, none. Agents that watch the configuration hear of it at once. Says what changed. Examples:\n\n"
                        + "  facet:controller-config-set auditing-enabled=false\n"
                        + "  facet:controller-config-set --reset auditing-enabled")
public final class ControllerConfigSetCommand extends ReportCommand {
    @Option(
            name = "--reset",
            description = "A key to reset to its default; may be given many times",
            multiValued = true)
    @Completion(ControllerConfigKeyCompleter.class)
    List<String> reset;

    @Argument(name = "settings", description = "KEY=VALUE, any number of them", multiValued = true)
    @Completion(ControllerAssignmentCompleter.class)
    List<String> settings;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ControllerService controller;

    @Override
    public Object execute() throws Exception {
        Map<String, Object> values = ConfigValues.required(settings, reset);
        ControllerService present = Services.required(controller, ControllerService.class, "io.facet.controller");
        String model = Services.read(store, tx -> present.identity(tx).modelUuid());
        Table changes = Services.write(store, model, tx -> {
            Map<String, Object> before = present.config(tx);
            present.updateConfig(tx, values, ConfigValues.list(reset));
            return ConfigValues.changes(before, present.config(tx));
        });
        changes.print(System.out, format());
        return null;
    }
}
