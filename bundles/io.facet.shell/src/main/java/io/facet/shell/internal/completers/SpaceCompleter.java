// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.network.api.NetworkService;
import io.facet.network.api.Space;
import io.facet.store.api.Transaction;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;

/** Names of spaces. */
@Service
public final class SpaceCompleter extends InModelCompleter {
    @Reference(optional = true)
    NetworkService networks;

    @Override
    Collection<String> names(Transaction tx, String modelUuid, CommandLine line) {
        return networks.allSpaces(tx, modelUuid).stream().map(Space::name).toList();
    }
}
