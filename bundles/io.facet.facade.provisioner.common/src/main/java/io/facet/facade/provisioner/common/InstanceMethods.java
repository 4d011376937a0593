// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import io.facet.core.MachineId;
import io.facet.facade.provisioner.common.wire.Entities;
import io.facet.facade.provisioner.common.wire.Entities.Entity;
import io.facet.facade.provisioner.common.wire.EntityPasswords;
import io.facet.facade.provisioner.common.wire.EntityPasswords.EntityPassword;
import io.facet.facade.provisioner.common.wire.InstancesInfo;
import io.facet.facade.provisioner.common.wire.InstancesInfo.InstanceInfo;
import io.facet.facade.provisioner.common.wire.ProvisioningInfoResult;
import io.facet.facade.provisioner.common.wire.Results;
import io.facet.provisioning.api.PasswordChange;
import io.facet.provisioning.api.ProvisioningInfo;
import io.facet.provisioning.api.TopologyRule;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The methods around the start of an instance ({@code provisioner.md} section 5, {@code provisioning-info.md}). */
final class InstanceMethods {

    private InstanceMethods() {}

    static List<Method<?>> all() {
        return List.of(
                provisioningInfo(TopologyRule.ALL_SPACES, ProvisioningInfoResult::of),
                Method.changes("SetInstanceInfo", InstancesInfo.class, InstanceMethods::setInstanceInfo),
                Method.changes("SetPasswords", EntityPasswords.class, InstanceMethods::setPasswords));
    }

    /** As it was up to version 9. */
    static Method<?> provisioningInfoOfFirstSpace() {
        return provisioningInfo(TopologyRule.FIRST_SPACE, ProvisioningInfoResult::ofFirstSpace);
    }

    private static Method<?> provisioningInfo(
            TopologyRule rule, Function<ProvisioningInfo, ProvisioningInfoResult> result) {
        return Method.reads(
                "ProvisioningInfo", Entities.class, (call, args) -> provisioningInfo(call, args, rule, result));
    }

    private static CompletionStage<?> provisioningInfo(
            Call call, Entities args, TopologyRule rule, Function<ProvisioningInfo, ProvisioningInfoResult> result) {
        Bulk<Entity> bulk = new Bulk<>(args.entities(), Entity::tag, call.access()::admit);
        List<MachineId> machines = bulk.admitted((id, entity) -> id);
        return call.services()
                .provisioning()
                .provisioningInfo(call.services().store(), call.modelUuid(), machines, rule)
                .thenApply(infos -> new Results<>(bulk.merge(
                        infos,
                        info -> info.fold(result, ProvisioningInfoResult::failed),
                        ProvisioningInfoResult::failed)));
    }

    private static CompletionStage<?> setInstanceInfo(Call call, InstancesInfo args) {
        return Writes.run(
                call,
                new Bulk<>(args.machines(), InstanceInfo::tag, call.access()::admit),
                (id, info) -> info.report(id),
                call.services().provisioning()::recordInstances);
    }

    private static CompletionStage<?> setPasswords(Call call, EntityPasswords args) {
        return Writes.run(
                call,
                new Bulk<>(args.changes(), EntityPassword::tag, call.access()::admit),
                (id, change) -> new PasswordChange(id, change.password()),
                call.services().provisioning()::setPasswords);
    }
}
