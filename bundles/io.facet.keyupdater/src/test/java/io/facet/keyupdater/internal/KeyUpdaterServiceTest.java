// SPDX-License-Identifier: Apache-2.0
package io.facet.keyupdater.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.controller.internal.ControllerConfig;
import io.facet.controller.internal.ControllerServiceImpl;
import io.facet.store.api.Transaction;
import io.facet.store.testing.StoreRule;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class KeyUpdaterServiceTest {
    private static final String SHOP = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final String OTHER = "11111111-2222-4333-8444-555555555555";

    @Rule
    public final StoreRule store = new StoreRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ControllerServiceImpl controller;
    private KeyUpdaterServiceImpl keys;

    @Before
    public void start() {
        controller = new ControllerServiceImpl(
                store.store(), settings(folder.getRoot().toPath().resolve("facet")), Clock.systemUTC());
        keys = new KeyUpdaterServiceImpl(store.store(), controller);
    }

    @Test
    public void keysOfUsersComeBeforeThoseOfTheController() {
        run(SHOP, tx -> keys.importKeys(tx, SHOP, Map.of("bob", List.of("b1"), "admin", List.of("a1", "a2"))));
        String model = store.read(controller::identity).modelUuid();
        run(model, tx -> controller.updateConfig(tx, Map.of("system-ssh-keys", "  c1 \n\n# none\nc2\n"), List.of()));

        assertThat(keys(SHOP)).containsExactly("a1", "a2", "b1", "c1", "c2");
    }

    @Test
    public void modelWithoutKeysHasThoseOfTheControllerOnly() {
        assertThat(keys(SHOP)).isEmpty();
    }

    @Test
    public void keysOfAUserAreReplaced() {
        run(SHOP, tx -> keys.importKeys(tx, SHOP, Map.of("bob", List.of("b1", "b2"), "admin", List.of("a1"))));
        run(SHOP, tx -> keys.importKeys(tx, SHOP, Map.of("bob", List.of("b3"))));
        run(SHOP, tx -> keys.importKeys(tx, SHOP, Map.of()));

        assertThat(keys(SHOP)).containsExactly("a1", "b3");
    }

    @Test
    public void keysMoveAndGoWithTheirModel() {
        run(SHOP, tx -> keys.importKeys(tx, SHOP, Map.of("bob", List.of("b1"))));
        run(OTHER, tx -> keys.moveModel(tx, SHOP, OTHER));
        assertThat(keys(SHOP)).isEmpty();
        assertThat(keys(OTHER)).containsExactly("b1");

        run(OTHER, tx -> keys.removeModel(tx, OTHER));
        assertThat(keys(OTHER)).isEmpty();
    }

    private List<String> keys(String modelUuid) {
        return store.read(tx -> keys.initialAuthorisedKeysForContainer(tx, modelUuid));
    }

    private interface Work {
        void run(Transaction tx);
    }

    private void run(String modelUuid, Work work) {
        store.write(modelUuid, tx -> {
            work.run(tx);
            return null;
        });
    }

    private static ControllerConfig settings(Path data) {
        Map<String, Object> values = Map.of("data_dir", data.toString(), "host", "127.0.0.1");
        return (ControllerConfig) Proxy.newProxyInstance(
                KeyUpdaterServiceTest.class.getClassLoader(),
                new Class<?>[] {ControllerConfig.class},
                (self, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
