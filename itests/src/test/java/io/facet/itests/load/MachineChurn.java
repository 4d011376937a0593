// SPDX-License-Identifier: Apache-2.0
package io.facet.itests.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Lives of machines during an exchange: each gets a password and an instance, dies, and is given up for removal. */
final class MachineChurn {

    private static final int VERSION = 11;
    private static final int LONGEST_PAUSE_MS = 150;

    private final LoadConnection connection;
    private final Random random;

    /** @param connection of the controller's agent on the model of the machines */
    MachineChurn(LoadConnection connection, Random random) {
        this.connection = connection;
        this.random = random;
    }

    /** Leads machines through their lives, with pauses of random length; the stage completes when all are done. */
    CompletableFuture<Void> run(WatchLedger ledger, List<String> ids) {
        List<CompletableFuture<?>> lives = new ArrayList<>();
        for (String id : ids) {
            String tag = "machine-" + id.replace('/', '-');
            Map<String, Object> entity = Map.of("entities", List.of(Map.of("tag", tag)));
            lives.add(send("SetPasswords", Map.of("changes", List.of(password(tag))))
                    .thenComposeAsync(
                            done -> send("SetInstanceInfo", Map.of("machines", List.of(instance(tag)))), pause())
                    .thenComposeAsync(
                            done -> {
                                ledger.changed(List.of(id), System.nanoTime());
                                return send("EnsureDead", entity);
                            },
                            pause())
                    .thenComposeAsync(done -> send("MarkMachinesForRemoval", entity), pause()));
        }
        return CompletableFuture.allOf(lives.toArray(CompletableFuture[]::new));
    }

    private Executor pause() {
        return CompletableFuture.delayedExecutor(1 + random.nextInt(LONGEST_PAUSE_MS), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Boolean> send(String method, Object params) {
        return connection.send(
                new Call("Provisioner", VERSION, method, params, answer -> CallMix.results(answer, 1, result -> true)));
    }

    private static Map<String, Object> password(String tag) {
        return Map.of("tag", tag, "password", "a password of some length for " + tag);
    }

    private static Map<String, Object> instance(String tag) {
        return Map.of(
                "tag",
                tag,
                "instance-id",
                "i-" + tag,
                "display-name",
                "",
                "nonce",
                "machine-0:4b1e3a52-7f0c-4a5f-9a6e-2f6d8f3c9b10",
                "volumes",
                List.of(),
                "volume-attachments",
                Map.of(),
                "network-config",
                List.of(),
                "charm-profiles",
                List.of());
    }
}
