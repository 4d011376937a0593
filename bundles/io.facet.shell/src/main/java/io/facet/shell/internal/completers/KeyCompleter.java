// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.keyupdater.api.KeyUpdaterService;
import io.facet.shell.internal.SshKey;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;

/** Fingerprints of authorised keys. */
@Service
public final class KeyCompleter extends InModelCompleter {
    @Reference(optional = true)
    KeyUpdaterService keys;

    @Override
    Collection<String> names(Transaction tx, String modelUuid, CommandLine line) {
        return keys.keysByUser(tx, modelUuid).values().stream()
                .flatMap(List::stream)
                .flatMap(one -> SshKey.parse(one).stream())
                .map(SshKey::fingerprint)
                .toList();
    }
}
