// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state on disk. What {@link #change} has returned from survives a crash at any instant. */
final class StateFile {
    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    private final Path file;
    // The default type factory is a static that would keep this bundle's classes.
    private final ObjectMapper json = JsonMapper.builder()
            .typeFactory(TypeFactory.defaultInstance().withCache(ownTypes()))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    private volatile State state;

    /** @param directory where it lies */
    StateFile(Path directory) throws IOException {
        file = directory.resolve("state.json");
        DurableFiles.createDirectory(directory);
        state = load();
    }

    State state() {
        return state;
    }

    /** Whether a broken state was set aside, and is still there: what it may have referred to is then kept. */
    boolean isBrokenOneThere() {
        return Files.exists(aside());
    }

    void change(UnaryOperator<State> change) throws IOException {
        State next = change.apply(state);
        if (next.equals(state)) {
            return;
        }
        Path unfinished = file.resolveSibling("state.json.new");
        byte[] bytes = json.writeValueAsBytes(next);
        DurableFiles.write(unfinished, out -> out.write(bytes));
        DurableFiles.publish(unfinished, file);
        state = next;
    }

    private State load() throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return State.EMPTY;
        } catch (CharacterCodingException e) {
            return setAside(e);
        }
        try {
            State read = json.readValue(text, State.class);
            if (read.format() != State.FORMAT) {
                throw new IllegalArgumentException("its format is " + read.format() + ", not " + State.FORMAT);
            }
            return read;
        } catch (JacksonException | RuntimeException e) {
            return setAside(e);
        }
    }

    private State setAside(Exception reason) throws IOException {
        LOG.error(
                "{} cannot be used and is now {}: upgraded bundles stay as they are, but none can be rolled back",
                file,
                aside(),
                reason);
        DurableFiles.publish(file, aside());
        return State.EMPTY;
    }

    private static LookupCache<Object, JavaType> ownTypes() {
        return new LRUMap<>(16, 64);
    }

    private Path aside() {
        return file.resolveSibling("state.json.broken");
    }
}
