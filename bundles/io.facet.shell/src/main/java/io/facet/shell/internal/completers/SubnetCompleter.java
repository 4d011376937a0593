// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.network.api.NetworkService;
import io.facet.network.api.Subnet;
import io.facet.store.api.Transaction;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;

/** Ranges of subnets. */
@Service
public final class SubnetCompleter extends InModelCompleter {
    @Reference(optional = true)
    NetworkService networks;

    @Override
    Collection<String> names(Transaction tx, String modelUuid, CommandLine line) {
        return networks.allSubnets(tx, modelUuid).stream().map(Subnet::cidr).toList();
    }
}
