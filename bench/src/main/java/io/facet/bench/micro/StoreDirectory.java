// SPDX-License-Identifier: Apache-2.0
package io.facet.bench.micro;

import io.facet.store.internal.Settings;
import io.facet.store.internal.StoreConfig;
import io.facet.store.internal.StoreImpl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sqlite.SQLiteDataSource;

/** A real store with its default settings, on an SQLite file in a directory of its own that goes when this is closed. */
final class StoreDirectory implements AutoCloseable {

    private final Path path;
    private final StoreImpl store;

    StoreDirectory() throws IOException {
        path = Files.createTempDirectory("micro");
        SQLiteDataSource file = new SQLiteDataSource();
        file.setUrl("jdbc:sqlite:" + path.resolve("facet.db"));
        store = StoreImpl.open(file, Settings.of(Defaults.of(StoreConfig.class, Map.of())));
    }

    Path path() {
        return path;
    }

    StoreImpl store() {
        return store;
    }

    @Override
    public void close() throws IOException {
        store.close();
        List<Path> content;
        try (Stream<Path> files = Files.walk(path)) {
            content = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : content) {
            Files.delete(file);
        }
    }
}
