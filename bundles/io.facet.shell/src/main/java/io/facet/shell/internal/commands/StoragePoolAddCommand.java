// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.cloud.api.CloudService;
import io.facet.shell.internal.Models;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.completers.FreeTextCompleter;
import io.facet.shell.internal.completers.StorageProviderCompleter;
import io.facet.storage.api.StoragePool;
import io.facet.storage.api.StorageService;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** Adds a storage pool. */
@Service
@Command(
        scope = "facet",
        name = "storage-pool-add",
        description = "Add a storage pool to a model",
        detailedDescription =
                "The provider is a type of storage that the cloud of the model has, or loop, rootfs or tmpfs. What"
                        + " attributes a pool may have depends on it; the cloud checks them.\n"
                        + "\n"
                        + "  facet:storage-pool-add prod fast maas tags=ssd,nvme\n"
                        + "  facet:storage-pool-add prod scratch loop")
public final class StoragePoolAddCommand extends ModelChangeCommand {
    private static final Set<String> EVERYWHERE = Set.of("loop", "rootfs", "tmpfs");

    @Argument(index = 1, name = "name", description = "Name of the pool", required = true)
    @Completion(FreeTextCompleter.class)
    String name;

    @Argument(index = 2, name = "provider", description = "Type of its storage provider", required = true)
    @Completion(StorageProviderCompleter.class)
    String provider;

    @Argument(index = 3, name = "attribute", description = "Attributes, KEY=VALUE", multiValued = true)
    List<String> attributes;

    @Reference(optional = true)
    StorageService storage;

    @Reference(optional = true)
    CloudService clouds;

    @Override
    public Object execute() throws Exception {
        StorageService storageService = Services.required(storage, StorageService.class, "io.facet.storage");
        CloudService cloudService = Services.required(clouds, CloudService.class, "io.facet.cloud");
        Map<String, String> parsed = parsed();
        write((tx, uuid) -> {
            String cloudType = Models.find(tx, models, uuid).cloudType();
            Set<String> providers = new TreeSet<>(EVERYWHERE);
            providers.addAll(cloudService.capabilities(cloudType).storageProviders());
            if (!providers.contains(provider)) {
                throw Services.failure("There is no storage provider \"" + provider + "\"; a model on " + cloudType
                        + " has " + String.join(", ", providers) + ".");
            }
            cloudService.checkPool(cloudType, provider, parsed);
            storageService.addPool(tx, uuid, new StoragePool(name, provider, parsed));
            return null;
        });
        System.out.println("Storage pool " + name + " is added.");
        return null;
    }

    private Map<String, String> parsed() throws CommandException {
        Map<String, String> parsed = new TreeMap<>();
        for (String attribute : attributes == null ? List.<String>of() : attributes) {
            int equals = attribute.indexOf('=');
            if (equals <= 0) {
                throw Services.failure("An attribute must be KEY=VALUE, not \"" + attribute + "\"");
            }
            String key = attribute.substring(0, equals);
            if (parsed.put(key, attribute.substring(equals + 1)) != null) {
                throw Services.failure("Attribute \"" + key + "\" is given twice.");
            }
        }
        return parsed;
    }
}
