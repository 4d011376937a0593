// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.application.api.Application;
import io.facet.application.api.ApplicationService;
import io.facet.store.api.Transaction;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;

/** Names of applications. */
@Service
public final class ApplicationCompleter extends InModelCompleter {
    @Reference(optional = true)
    ApplicationService applications;

    @Override
    Collection<String> names(Transaction tx, String modelUuid, CommandLine line) {
        return applications.allApplications(tx, modelUuid).stream()
                .map(Application::name)
                .toList();
    }
}
