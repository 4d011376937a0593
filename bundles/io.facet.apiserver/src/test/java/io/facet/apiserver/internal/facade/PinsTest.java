// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.apiserver.internal.facade.Pins.Pin;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Version;

public class PinsTest {

    private static final FacadeKey KEY = new FacadeKey("Provisioner", 11);
    private static final Pin PIN = new Pin("io.facet.facade.provisioner.v11", new Version(1, 0, 3, "rc-1"));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path file;

    @Before
    public void file() {
        file = folder.getRoot().toPath().resolve("facet/pins.properties");
    }

    @Test
    public void theyOutliveTheProcess() {
        Pins pins = new Pins(file);
        assertThat(pins.all()).isEmpty();
        pins.set(Map.of(KEY, PIN, new FacadeKey("Other", 3), PIN));
        assertThat(new Pins(file).all()).isEqualTo(pins.all());
        pins.set(Map.of(KEY, PIN));
        assertThat(new Pins(file).get(KEY)).contains(PIN);
        assertThat(new Pins(file).all()).hasSize(1);
    }

    @Test
    public void aLineThatMeansNothingIsLeftOut() throws Exception {
        new Pins(file).set(Map.of(KEY, PIN));
        Files.writeString(
                file,
                Files.readString(file) + "Provisioner = x/1.0.0\nProvisioner.9 = noversion\nProvisioner.x = a/1.0.0\n"
                        + "Provisioner.10 = a/1.x\n");
        assertThat(new Pins(file).all()).isEqualTo(Map.of(KEY, PIN));
    }

    @Test
    public void aFileThatCannotBeReadCountsAsNone() throws Exception {
        Files.createDirectories(file);
        assertThat(new Pins(file).all()).isEmpty();
    }

    @Test
    public void whatCannotBeWrittenIsNotInForce() throws Exception {
        Files.createDirectories(file.resolve("occupied"));
        Pins pins = new Pins(file);
        assertThatThrownBy(() -> pins.set(Map.of(KEY, PIN))).isInstanceOf(UncheckedIOException.class);
        assertThat(pins.get(KEY)).isEmpty();
    }
}
