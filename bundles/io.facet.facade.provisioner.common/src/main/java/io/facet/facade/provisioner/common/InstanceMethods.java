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
import io.facet.provisioning.api.TopologyRule;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The methods around the start of an instance ({@code provisioner.md} section 5, {@code provisioning-info.md}). */
final class InstanceMethods {

    private InstanceMethods() {}

    static List<Method<?>> all() {
        return List.of(
                new Method<>("ProvisioningInfo", Entities.class, InstanceMethods::provisioningInfo),
                new Method<>("SetInstanceInfo", InstancesInfo.class, InstanceMethods::setInstanceInfo),
                new Method<>("SetPasswords", EntityPasswords.class, InstanceMethods::setPasswords));
    }

    private static CompletionStage<?> provisioningInfo(Call call, Entities args) {
        Bulk<Entity> bulk = new Bulk<>(args.entities(), Entity::tag, call.access()::admit);
        List<MachineId> machines = bulk.admitted((id, entity) -> id);
        return call.services()
                .provisioning()
                .provisioningInfo(call.services().store(), call.modelUuid(), machines, TopologyRule.ALL_SPACES)
                .thenApply(infos -> new Results<>(bulk.merge(
                        infos,
                        info -> info.fold(ProvisioningInfoResult::of, ProvisioningInfoResult::failed),
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
