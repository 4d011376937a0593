// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which bundle was chosen to serve a facade version, whatever others there are. Kept in a file with a line for each, such
 * as {@code Provisioner.11 = io.facet.facade.provisioner.v11/1.0.0}, so that the choice outlives a restart.
 */
final class Pins {

    private static final Logger LOG = LoggerFactory.getLogger(Pins.class);

    private final Path file;
    private Map<FacadeKey, Pin> pins;

    /**
     * A chosen bundle.
     *
     * @param bundle symbolic name
     * @param version Bundle-Version
     */
    record Pin(String bundle, Version version) {

        static Pin of(FacadeBundle bundle) {
            return new Pin(bundle.name(), bundle.version());
        }

        @Override
        public String toString() {
            return bundle + "/" + version;
        }
    }

    /** @param file where they are kept; made when there is something to keep */
    Pins(Path file) {
        this.file = file;
        this.pins = read(file);
    }

    /** The bundle chosen for the version, if one is. */
    Optional<Pin> get(FacadeKey key) {
        return Optional.ofNullable(pins.get(key));
    }

    /** The choices, by what they are for. */
    Map<FacadeKey, Pin> all() {
        return pins;
    }

    /**
     * Puts these choices in place of all there were. When it returns, they are on disk.
     *
     * @throws UncheckedIOException if they could not be written; the old ones are still in force
     */
    void set(Map<FacadeKey, Pin> changed) {
        if (!changed.equals(pins)) {
            write(changed);
            pins = Map.copyOf(changed);
        }
    }

    private void write(Map<FacadeKey, Pin> changed) {
        Properties lines = new Properties();
        changed.forEach((key, pin) -> lines.setProperty(key.name() + "." + key.version(), pin.toString()));
        try {
            Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
            Path next = directory.resolve(file.getFileName() + ".new");
            try (FileChannel channel = FileChannel.open(
                            next,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING);
                    OutputStream out = Channels.newOutputStream(channel)) {
                lines.store(out, "Bundles chosen to serve facade versions. Written by Facet; do not edit.");
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel entry = FileChannel.open(directory)) {
                entry.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static Map<FacadeKey, Pin> read(Path file) {
        Properties lines = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            lines.load(in);
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("Cannot read {}: the highest version of each facade bundle serves", file, e);
            return Map.of();
        }
        Map<FacadeKey, Pin> pins = new HashMap<>();
        lines.stringPropertyNames().forEach(name -> {
            String pin = lines.getProperty(name);
            int dot = name.lastIndexOf('.');
            int slash = pin.lastIndexOf('/');
            try {
                pins.put(
                        new FacadeKey(name.substring(0, dot), Long.parseLong(name.substring(dot + 1))),
                        new Pin(pin.substring(0, slash), Version.parseVersion(pin.substring(slash + 1))));
            } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
                LOG.error("{}: {} = {} names no facade version and bundle; it is left out", file, name, pin);
            }
        });
        return Map.copyOf(pins);
    }
}
