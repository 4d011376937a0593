// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.storage.api.StoragePool;
import io.facet.storage.api.StorageService;
import io.facet.store.api.Transaction;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;

/** Names of storage pools. */
@Service
public final class StoragePoolCompleter extends InModelCompleter {
    @Reference(optional = true)
    StorageService storage;

    @Override
    Collection<String> names(Transaction tx, String modelUuid, CommandLine line) {
        return storage.allPools(tx, modelUuid).stream().map(StoragePool::name).toList();
    }
}
