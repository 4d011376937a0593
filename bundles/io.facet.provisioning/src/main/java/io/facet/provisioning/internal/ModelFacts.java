// SPDX-License-Identifier: Apache-2.0
package io.facet.provisioning.internal;

import io.facet.cloud.api.CloudCapabilities;
import io.facet.cloud.api.CloudSpec;
import io.facet.core.FacetException;
import io.facet.model.api.ModelInfo;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import io.facet.provisioning.api.Outcome;
import io.facet.provisioning.api.TopologyRule;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What holds for every machine of a model, read once per call. A fact that cannot be told is kept as a failure, because
 * each machine reports the first failure in its own order of evaluation ({@code provisioning-info.md} section 1).
 *
 * @param model the model
 * @param config its configuration
 * @param controllerConfig configuration of the controller
 * @param controllerUuid UUID of the controller
 * @param cloud the cloud
 * @param capabilities what that cloud can do
 * @param spaces all spaces
 * @param subnets all subnets, sorted by id
 */
record ModelFacts(
        Outcome<ModelInfo> model,
        Outcome<Map<String, Object>> config,
        Outcome<Map<String, Object>> controllerConfig,
        String controllerUuid,
        CloudSpec cloud,
        CloudCapabilities capabilities,
        List<Space> spaces,
        List<Subnet> subnets) {

    /**
     * Reads the facts.
     *
     * @throws FacetException {@code retrieving environ: ...} or, in words that depend on the rule, {@code getting all
     *     space infos: ...}: with these no machine can be answered at all
     */
    static ModelFacts read(Services services, Transaction tx, String modelUuid, TopologyRule rule) {
        String readingSpaces = rule == TopologyRule.FIRST_SPACE ? "getting all spaces" : "getting all space infos";
        CloudSpec cloud = need("retrieving environ", () -> services.clouds().cloud(tx, modelUuid));
        List<Space> spaces = need(readingSpaces, () -> services.network().allSpaces(tx, modelUuid));
        List<Subnet> subnets = need(readingSpaces, () -> services.network().allSubnets(tx, modelUuid));
        return new ModelFacts(
                attempt("getting model info", () -> services.models()
                        .model(tx, modelUuid)
                        .orElseThrow(() -> FacetException.notFound("model \"" + modelUuid + "\""))),
                attempt("getting model config", () -> services.models().config(tx, modelUuid)),
                attempt("cannot get controller configuration", () -> services.controller()
                        .config(tx)),
                services.controller().identity(tx).uuid(),
                cloud,
                services.clouds().capabilities(cloud.type()),
                spaces,
                subnets);
    }

    private static <T> T need(String what, Supplier<T> fact) {
        try {
            return fact.get();
        } catch (FacetException e) {
            throw e.inContext(what);
        }
    }

    private static <T> Outcome<T> attempt(String what, Supplier<T> fact) {
        try {
            return Outcome.of(fact.get());
        } catch (FacetException e) {
            return Outcome.failed(e.inContext(what));
        }
    }

    /** The fact behind an outcome, or its failure thrown. */
    static <T> T told(Outcome<T> fact) {
        return fact.fold(value -> value, failure -> {
            throw failure;
        });
    }
}
