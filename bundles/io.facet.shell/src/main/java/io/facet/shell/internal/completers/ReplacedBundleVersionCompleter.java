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

/** Versions of all bundles that can be rolled back to: what is rolled back stands later on the line. */
@Service
public final class ReplacedBundleVersionCompleter implements Completer {
    @Reference(optional = true)
    UpgradeService upgrades;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> versions = upgrades == null
                ? List.of()
                : upgrades.replaced().stream()
                        .map(ReplacedBundle::bundleVersion)
                        .distinct()
                        .toList();
        return new StringsCompleter(versions).complete(session, line, candidates);
    }
}
