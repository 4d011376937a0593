// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.keyupdater.api.KeyUpdaterService;
import io.facet.store.api.Transaction;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;

/** Users who have authorised keys. */
@Service
public final class KeyUserCompleter extends InModelCompleter {
    @Reference(optional = true)
    KeyUpdaterService keys;

    @Override
    Collection<String> names(Transaction tx, String modelUuid, CommandLine line) {
        return keys.keysByUser(tx, modelUuid).keySet();
    }
}
