// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.controller.api.ControllerService;
import io.facet.shell.internal.ConfigValues;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.ControllerConfigKeyCompleter;
import io.facet.store.api.Store;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Shows the configuration of the controller. */
@Service
@Command(
        scope = "facet",
        name = "controller-config",
        description = "Show the configuration of the controller",
        detailedDescription =
                "Lists all keys that have a value, or prints the value of one key alone. Secrets are not shown."
                        + " What the programs of this node go by is in etc/ instead. Examples:\n\n"
                        + "  facet:controller-config\n"
                        + "  facet:controller-config agent-ratelimit-max")
public final class ControllerConfigCommand extends ReportCommand {
    @Argument(name = "key", description = "Show this key only")
    @Completion(ControllerConfigKeyCompleter.class)
    String key;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    ControllerService controller;

    @Override
    public Object execute() throws Exception {
        ControllerService present = Services.required(controller, ControllerService.class, "io.facet.controller");
        Map<String, Object> config = Services.read(store, present::config);
        if (key != null) {
            ConfigValues.printOne(System.out, format(), "the controller", config, key);
        } else {
            ConfigValues.table(config).print(System.out, format());
        }
        return null;
    }
}
