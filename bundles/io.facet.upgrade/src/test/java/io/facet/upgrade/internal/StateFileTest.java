// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facet.apiserver.api.SwapStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is remembered, on disk. */
public class StateFileTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void allOfItComesBack() throws IOException {
        KeptJar next = jar("1.1.0");
        State.Quarantined stuck = new State.Quarantined(9, "sample.facade", "1.0.9", 5, "its start hangs");
        Operation operation = new Operation(
                SwapStatus.Kind.FACADE_UPGRADE,
                next,
                "file:/x.jar",
                false,
                List.of(new Operation.Old(7, jar("1.0.0"))),
                true,
                true,
                42);
        StateFile file = open();
        file.change(state -> state.with(operation).withCurrent(List.of(next)).andQuarantined(stuck));

        assertThat(open().state()).isEqualTo(file.state());
        assertThat(open().state().operation()).isEqualTo(operation);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path("state.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    public void crashWhileItIsWrittenLeavesWhatWasThere() throws IOException {
        open().change(state -> state.withCurrent(List.of(jar("1.0.0"))));
        byte[] whole = Files.readAllBytes(path("state.json"));
        for (int length : new int[] {0, 1, whole.length / 2, whole.length}) {
            Files.write(path("state.json.new"), Arrays.copyOf(whole, length));

            StateFile file = open();
            assertThat(file.state().current()).containsExactly(jar("1.0.0"));
            file.change(state -> state.withCurrent(List.of(jar("1.0.0"), jar("1.1.0"))));
            assertThat(open().state().current()).hasSize(2);
            file.change(state -> state.withCurrent(List.of(jar("1.0.0"))));
        }
    }

    @Test
    public void brokenFileIsSetAside() throws IOException {
        open().change(state -> state.withCurrent(List.of(jar("1.0.0"))));
        byte[] whole = Files.readAllBytes(path("state.json"));
        for (byte[] broken : List.of(
                new byte[0],
                Arrays.copyOf(whole, whole.length / 2),
                "{\"format\": 1}".getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xff, (byte) 0xfe},
                new String(whole, StandardCharsets.UTF_8)
                        .replaceFirst("\"format\" : 1", "\"format\" : 2")
                        .getBytes(StandardCharsets.UTF_8))) {
            Files.write(path("state.json"), broken);

            StateFile file = open();

            assertThat(file.state()).isEqualTo(State.EMPTY);
            assertThat(file.isBrokenOneThere()).isTrue();
            assertThat(path("state.json.broken")).hasBinaryContent(broken);
            assertThat(path("state.json")).doesNotExist();
        }
    }

    private StateFile open() throws IOException {
        return new StateFile(folder.getRoot().toPath());
    }

    private Path path(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    private static KeptJar jar(String version) {
        return new KeptJar(true, List.of("Sample 1"), "sample.facade", version, "x-" + version + ".jar", 10, 3);
    }
}
