// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.upgrade.api.ReplacedBundle;
import io.facet.upgrade.api.UpgradeService;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Bundles of services that can be rolled back. */
@Service
public final class ReplacedServiceCompleter implements Completer {
    @Reference(optional = true)
    UpgradeService upgrades;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names = upgrades == null
                ? List.of()
                : upgrades.replaced().stream()
                        .filter(replaced -> !replaced.facade())
                        .map(ReplacedBundle::subject)
                        .distinct()
                        .toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
