// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.access.internal.AccessServiceImpl;
import io.facet.application.internal.ApplicationServiceImpl;
import io.facet.cloud.internal.CloudServiceImpl;
import io.facet.image.internal.CloudImageMetadataServiceImpl;
import io.facet.importer.api.ImportOptions;
import io.facet.keyupdater.internal.KeyUpdaterServiceImpl;
import io.facet.machine.internal.MachineServiceImpl;
import io.facet.model.api.ModelParticipant;
import io.facet.network.internal.NetworkServiceImpl;
import io.facet.storage.internal.StorageServiceImpl;
import io.facet.store.api.Store;
import io.facet.store.testing.StoreRule;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** Two instances of one provider on one database, as while it is exchanged. */
@RunWith(Parameterized.class)
public class SideBySideTest {

    private static final String ELSEWHERE = "00000000-1111-4000-8000-00000000000e";

    /** Starts an instance. */
    private interface Start extends Function<Store, ModelParticipant> {}

    @Parameters(name = "{0}")
    public static List<Object[]> providers() {
        return List.of(
                provider("access", AccessServiceImpl::new),
                provider("application", ApplicationServiceImpl::new),
                provider("cloud", CloudServiceImpl::new),
                provider("image", CloudImageMetadataServiceImpl::new),
                provider("keyupdater", KeyUpdaterServiceImpl::new),
                provider("machine", store -> new MachineServiceImpl(store, Clock.systemUTC(), Duration.ofMillis(100))),
                provider("network", NetworkServiceImpl::new),
                provider("storage", StorageServiceImpl::new));
    }

    private static Object[] provider(String name, Start start) {
        return new Object[] {name, start};
    }

    @Parameter
    public String name;

    @Parameter(1)
    public Function<Store, ModelParticipant> start;

    @Rule
    public final StoreRule empty = new StoreRule();

    @Rule
    public final ImporterRule facet = new ImporterRule();

    @Test
    public void bothMakeTheTablesOnceAndWork() {
        CompletableFuture<ModelParticipant> beside = CompletableFuture.supplyAsync(() -> start.apply(empty.store()));
        ModelParticipant instance = start.apply(empty.store());

        for (ModelParticipant each : List.of(instance, beside.join())) {
            remove(empty, each, ELSEWHERE);
            stop(each);
        }
    }

    @Test
    public void successorTakesOverWhatThePresentOneHolds() {
        facet.importer().importModel(Document.base().stream(), ImportOptions.DEFAULT, (phase, done, total) -> {});
        String model =
                facet.read(tx -> facet.services().models().models(tx)).get(0).uuid();
        Map<String, Long> before = facet.rows(model);
        ModelParticipant successor = start.apply(facet.store().store());

        assertThat(facet.rows(model)).as("nothing changes when it starts").isEqualTo(before);
        facet.store().write(model, tx -> {
            successor.moveModel(tx, model, ELSEWHERE);
            return null;
        });
        Map<String, Long> together = new TreeMap<>(facet.rows(model));
        assertThat(together).as("something was moved").isNotEqualTo(before);
        together.putAll(facet.rows(ELSEWHERE));
        assertThat(together).isEqualTo(before);
        stop(successor);
    }

    private static void remove(StoreRule store, ModelParticipant participant, String model) {
        store.write(model, tx -> {
            participant.removeModel(tx, model);
            return null;
        });
    }

    private static void stop(ModelParticipant participant) {
        if (participant instanceof MachineServiceImpl machines) {
            machines.deactivate();
        }
    }
}
