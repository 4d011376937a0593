// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.cloud.api.CloudService;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;

/** Types of storage providers that the cloud of the model has, and those that every model has. */
@Service
public final class StorageProviderCompleter extends InModelCompleter {
    @Reference(optional = true)
    CloudService clouds;

    @Override
    Collection<String> names(Transaction tx, String modelUuid, CommandLine line) {
        Set<String> types = new TreeSet<>(List.of("loop", "rootfs", "tmpfs"));
        models.model(tx, modelUuid)
                .ifPresent(model ->
                        types.addAll(clouds.capabilities(model.cloudType()).storageProviders()));
        return types;
    }
}
