// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.completers;

import io.facet.cloud.api.CloudService;
import io.facet.controller.api.ControllerService;
import io.facet.machine.api.MachineService;
import io.facet.model.api.ModelService;
import io.facet.store.api.Store;
import io.facet.upgrade.api.UpgradeService;
import java.util.ArrayList;
import java.util.List;

/** What the completers offer for an empty word. */
public final class CompletionCheck {
    private CompletionCheck() {}

    /** Models offered. */
    public static List<String> models(Store store, ModelService models) {
        ModelCompleter completer = new ModelCompleter();
        completer.store = store;
        completer.models = models;
        List<String> candidates = new ArrayList<>();
        completer.complete(null, new TypedLine("facet:machine-list", ""), candidates);
        return trimmed(candidates);
    }

    /** Machines offered after the name of a model. */
    public static List<String> machines(Store store, ModelService models, MachineService machines, String model) {
        MachineCompleter completer = new MachineCompleter();
        completer.store = store;
        completer.models = models;
        completer.machines = machines;
        List<String> candidates = new ArrayList<>();
        completer.complete(null, new TypedLine("facet:agent-conf-issue", model, ""), candidates);
        return trimmed(candidates);
    }

    /** Facades offered that can be rolled back. */
    public static List<String> replacedFacades(UpgradeService upgrades) {
        ReplacedFacadeCompleter completer = new ReplacedFacadeCompleter();
        completer.upgrades = upgrades;
        List<String> candidates = new ArrayList<>();
        completer.complete(null, new TypedLine("facet:facade-rollback", ""), candidates);
        return trimmed(candidates);
    }

    /** Versions offered after the name of a facade. */
    public static List<String> replacedVersions(UpgradeService upgrades, String facade) {
        ReplacedVersionCompleter completer = new ReplacedVersionCompleter();
        completer.upgrades = upgrades;
        List<String> candidates = new ArrayList<>();
        completer.complete(null, new TypedLine("facet:facade-rollback", facade, ""), candidates);
        return trimmed(candidates);
    }

    /** Bundle versions offered that can be rolled back to. */
    public static List<String> replacedBundleVersions(UpgradeService upgrades) {
        ReplacedBundleVersionCompleter completer = new ReplacedBundleVersionCompleter();
        completer.upgrades = upgrades;
        List<String> candidates = new ArrayList<>();
        completer.complete(null, new TypedLine("facet:facade-rollback", "--to", ""), candidates);
        return trimmed(candidates);
    }

    /** Bundles of services offered that can be rolled back. */
    public static List<String> replacedServices(UpgradeService upgrades) {
        ReplacedServiceCompleter completer = new ReplacedServiceCompleter();
        completer.upgrades = upgrades;
        List<String> candidates = new ArrayList<>();
        completer.complete(null, new TypedLine("facet:service-rollback", ""), candidates);
        return trimmed(candidates);
    }

    /** Keys of model configuration offered after the name of a model. */
    public static List<String> modelConfigKeys(Store store, ModelService models, String model) {
        ModelConfigKeyCompleter completer = new ModelConfigKeyCompleter();
        completer.store = store;
        completer.models = models;
        List<String> candidates = new ArrayList<>();
        completer.complete(null, new TypedLine("facet:model-config", model, ""), candidates);
        return trimmed(candidates);
    }

    /** Assignments offered; nothing is cut off them, since a blank behind one would be in the way. */
    public static List<String> modelAssignments(ModelService models) {
        ModelAssignmentCompleter completer = new ModelAssignmentCompleter();
        completer.models = models;
        List<String> candidates = new ArrayList<>();
        completer.complete(null, new TypedLine("facet:model-config-set", "prod", ""), candidates);
        return candidates;
    }

    /** Assignments of constraints offered. */
    public static List<String> constraints() {
        List<String> candidates = new ArrayList<>();
        new ModelConstraintCompleter()
                .complete(null, new TypedLine("facet:model-constraints-set", "prod", ""), candidates);
        return candidates;
    }

    /** Keys of controller configuration offered. */
    public static List<String> controllerConfigKeys(ControllerService controller) {
        ControllerConfigKeyCompleter completer = new ControllerConfigKeyCompleter();
        completer.controller = controller;
        List<String> candidates = new ArrayList<>();
        completer.complete(null, new TypedLine("facet:controller-config", ""), candidates);
        return trimmed(candidates);
    }

    /** Assignments of controller configuration offered. */
    public static List<String> controllerAssignments(ControllerService controller) {
        ControllerAssignmentCompleter completer = new ControllerAssignmentCompleter();
        completer.controller = controller;
        List<String> candidates = new ArrayList<>();
        completer.complete(null, new TypedLine("facet:controller-config-set", ""), candidates);
        return candidates;
    }

    /** Types of cloud offered. */
    public static List<String> cloudTypes(CloudService clouds) {
        CloudTypeCompleter completer = new CloudTypeCompleter();
        completer.clouds = clouds;
        List<String> candidates = new ArrayList<>();
        completer.complete(null, new TypedLine("facet:model-add", "--cloud-type", ""), candidates);
        return trimmed(candidates);
    }

    /** Types of model offered. */
    public static List<String> modelTypes() {
        List<String> candidates = new ArrayList<>();
        new ModelTypeCompleter().complete(null, new TypedLine("facet:model-add", "--type", ""), candidates);
        return trimmed(candidates);
    }

    private static List<String> trimmed(List<String> candidates) {
        return candidates.stream().map(String::strip).toList();
    }
}
