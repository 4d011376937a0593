// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.controller.api.ControllerService;
import io.facet.controller.api.ExternalController;
import io.facet.core.FacetException;
import io.facet.core.Tag;
import io.facet.facade.provisioner.common.wire.ApiHostPortsResult;
import io.facet.facade.provisioner.common.wire.ControllerApiInfoResult;
import io.facet.facade.provisioner.common.wire.Entities;
import io.facet.facade.provisioner.common.wire.NoParams;
import io.facet.facade.provisioner.common.wire.Results;
import io.facet.facade.provisioner.common.wire.StringsResult;
import io.facet.model.api.ModelInfo;
import io.facet.store.api.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The methods that say where a controller can be reached ({@code provisioner.md} section 3). */
final class AddressMethods {

    private AddressMethods() {}

    static List<Method<?>> all() {
        return List.of(
                Method.reads("APIAddresses", NoParams.class, AddressMethods::apiAddresses),
                Method.reads("APIHostPorts", NoParams.class, AddressMethods::apiHostPorts),
                Method.reads("ControllerAPIInfoForModels", Entities.class, AddressMethods::controllerApiInfoForModels));
    }

    private static CompletionStage<?> apiAddresses(Call call, NoParams none) {
        return call.read(
                tx -> StringsResult.of(ApiAddresses.usable(call.services().controller(), tx)));
    }

    private static CompletionStage<?> apiHostPorts(Call call, NoParams none) {
        return call.read(
                tx -> ApiHostPortsResult.of(call.services().controller().apiHostPortsForAgents(tx)));
    }

    private static CompletionStage<?> controllerApiInfoForModels(Call call, Entities args) {
        return call.read(tx -> {
            Known known = Known.read(call.services(), tx);
            Map<String, ExternalController> external = call.services()
                    .controller()
                    .externalControllers(
                            tx,
                            args.entities().stream()
                                    .map(Entities.Entity::tag)
                                    .filter(AddressMethods::isModelTag)
                                    .map(tag -> Tag.parse(tag).id())
                                    .collect(Collectors.toSet()));
            return new Results<>(args.entities().stream()
                    .map(entity -> infoOf(entity.tag(), known, external))
                    .toList());
        });
    }

    private static boolean isModelTag(String tag) {
        try {
            return Tag.parse(tag).kind() == Tag.Kind.MODEL;
        } catch (FacetException e) {
            return false;
        }
    }

    private static ControllerApiInfoResult infoOf(String tag, Known known, Map<String, ExternalController> external) {
        try {
            String uuid = Tag.parseAs(Tag.Kind.MODEL, tag).id();
            if (known.models().contains(uuid)) {
                return ControllerApiInfoResult.of(known.addresses(), known.caCertificate());
            }
            ExternalController other = external.get(uuid);
            if (other == null) {
                throw FacetException.notFound("migration");
            }
            return ControllerApiInfoResult.of(other.addresses(), other.caCertificate());
        } catch (FacetException e) {
            return ControllerApiInfoResult.failed(e);
        }
    }

    /** What this controller says of the models it hosts. */
    private record Known(Set<String> models, List<String> addresses, String caCertificate) {

        static Known read(Services services, Transaction tx) {
            ControllerService controller = services.controller();
            return new Known(
                    services.models().models(tx).stream().map(ModelInfo::uuid).collect(Collectors.toSet()),
                    ApiAddresses.usable(controller, tx),
                    controller.identity(tx).caCertificate());
        }
    }
}
