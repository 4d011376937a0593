// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.Services;
import io.facet.shell.internal.Table;
import io.facet.storage.api.StoragePool;
import io.facet.storage.api.StorageService;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lists the storage pools of a model. */
@Service
@Command(
        scope = "facet",
        name = "storage-pool-list",
        description = "List the storage pools of a model",
        detailedDescription =
                "Shows each pool with the type of its storage provider and its attributes. Every model has the pools"
                        + " loop, rootfs and tmpfs.\n"
                        + "\n"
                        + "  facet:storage-pool-list prod")
public final class StoragePoolListCommand extends ModelReportCommand {
    @Reference(optional = true)
    StorageService storage;

    @Override
    public Object execute() throws Exception {
        StorageService storageService = Services.required(storage, StorageService.class, "io.facet.storage");
        Table table = new Table("No pools").texts("Pool", "Provider", "Attributes");
        for (StoragePool pool : read(storageService::allPools)) {
            table.row(pool.name(), pool.provider(), text(pool.attributes()));
        }
        table.print(System.out, format());
        return null;
    }

    private static String text(Map<String, String> attributes) {
        return new TreeMap<>(attributes)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
    }
}
