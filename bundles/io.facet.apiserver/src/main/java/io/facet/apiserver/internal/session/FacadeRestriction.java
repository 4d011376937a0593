// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.session;

import io.facet.rpc.GoText;
import io.facet.rpc.RpcException;
import java.util.Set;

/** Which facades a kind of connection reaches ({@code wire.md} 5.1). Tested before a facade's existence. */
enum FacadeRestriction {
    CONTROLLER("controller"),
    MODEL("model");

    private static final Set<String> CONTROLLER_ONLY = Set.of(
            "AllModelWatcher",
            "ApplicationOffers",
            "Cloud",
            "Controller",
            "CrossController",
            "MigrationTarget",
            "ModelManager",
            "ModelUpgrader",
            "ModelSummaryWatcher",
            "SecretBackends",
            "UserManager");

    private static final Set<String> EVERYWHERE =
            Set.of("Bundle", "HighAvailability", "ModelConfig", "NotifyWatcher", "Pinger");

    private final String connection;

    FacadeRestriction(String connection) {
        this.connection = connection;
    }

    /**
     * That of a connection.
     *
     * @param modelUuid what it says of its model, empty if controller-only
     */
    static FacadeRestriction of(String modelUuid) {
        return modelUuid.isEmpty() ? CONTROLLER : MODEL;
    }

    boolean admits(String type) {
        return this == MODEL
                ? !CONTROLLER_ONLY.contains(type)
                : CONTROLLER_ONLY.contains(type) || EVERYWHERE.contains(type);
    }

    void check(String type) {
        if (!admits(type)) {
            throw new RpcException(
                    "not supported",
                    "facade " + GoText.quote(type) + " not supported for " + connection + " API connection");
        }
    }
}
