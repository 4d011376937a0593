// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.controller.api.ControllerService;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Keys of controller configuration. */
@Service
public final class ControllerConfigKeyCompleter implements Completer {
    @Reference(optional = true)
    ControllerService controller;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> keys = controller == null ? List.of() : controller.configKeys();
        return new StringsCompleter(keys).complete(session, line, candidates);
    }
}
