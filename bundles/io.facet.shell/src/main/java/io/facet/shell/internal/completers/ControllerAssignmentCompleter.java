// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.controller.api.ControllerService;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;

/** The beginning of {@code KEY=VALUE} for the keys of controller configuration. */
@Service
public final class ControllerAssignmentCompleter implements Completer {
    @Reference(optional = true)
    ControllerService controller;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return ModelAssignmentCompleter.begin(
                controller == null ? List.of() : controller.configKeys(), line, candidates);
    }
}
