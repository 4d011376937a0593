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

/** Versions that can be rolled back of the facade that stands earlier on the line. */
@Service
public final class ReplacedVersionCompleter implements Completer {
    @Reference(optional = true)
    UpgradeService upgrades;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> words = List.of(line.getArguments());
        List<String> names = upgrades == null
                ? List.of()
                : upgrades.replaced().stream()
                        .filter(ReplacedBundle::facade)
                        .map(ReplacedBundle::subject)
                        .filter(subject -> words.contains(subject.replaceAll(" [0-9]+$", "")))
                        .map(subject -> subject.substring(subject.lastIndexOf(' ') + 1))
                        .distinct()
                        .toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
