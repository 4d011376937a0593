// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.facet.facade.provisioner.common.wire.BytesResult;
import io.facet.facade.provisioner.common.wire.ConfigResult;
import io.facet.facade.provisioner.common.wire.NoParams;
import io.facet.facade.provisioner.common.wire.StringResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The methods on model and controller as a whole ({@code provisioner.md} section 3). Nothing is masked. */
final class EnvironmentMethods {

    private EnvironmentMethods() {}

    static List<Method<?>> all() {
        return List.of(
                Method.reads("ModelUUID", NoParams.class, EnvironmentMethods::modelUuid),
                Method.reads("ModelConfig", NoParams.class, EnvironmentMethods::modelConfig),
                Method.reads("ControllerConfig", NoParams.class, EnvironmentMethods::controllerConfig),
                Method.reads("CACert", NoParams.class, EnvironmentMethods::caCert));
    }

    private static CompletionStage<?> modelUuid(Call call, NoParams none) {
        return completedFuture(StringResult.of(call.modelUuid()));
    }

    private static CompletionStage<?> modelConfig(Call call, NoParams none) {
        return call.read(tx -> new ConfigResult(call.services().models().config(tx, call.modelUuid())));
    }

    private static CompletionStage<?> controllerConfig(Call call, NoParams none) {
        return call.read(tx -> new ConfigResult(call.services().controller().config(tx)));
    }

    private static CompletionStage<?> caCert(Call call, NoParams none) {
        return call.read(tx -> {
            Object pem = call.services().controller().config(tx).get("ca-cert");
            return new BytesResult(pem instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : new byte[0]);
        });
    }
}
