// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.shell.internal.Components;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Symbolic names of the bundles that provide Facet's services and facades. */
@Service
public final class ProviderCompleter implements Completer {
    @Reference
    BundleContext framework;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names = Components.providers(framework)
                .map(Bundle::getSymbolicName)
                .distinct()
                .toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
