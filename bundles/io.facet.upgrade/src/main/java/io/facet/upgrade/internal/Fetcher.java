// SPDX-License-Identifier: Apache-2.0
package io.facet.upgrade.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/** Brings a jar from wherever it lies, bounded in size and time. */
final class Fetcher {
    private final Path target;
    private final Settings settings;

    /** @param target where it is put */
    Fetcher(Path target, Settings settings) {
        this.target = target;
        this.settings = settings;
    }

    /** @throws Failure naming the location, if there is no whole jar of a bundle */
    Candidate fetch(String location) throws Failure, InterruptedException {
        try {
            Bounded.run("fetching " + location, settings.fetchTimeout(), settings.grace(), () -> {
                try (InputStream in = open(location)) {
                    DurableFiles.write(target, out -> copy(in, out));
                }
                return null;
            });
            return Candidate.read(target);
        } catch (TooLarge e) {
            throw new Failure(location + " has more than the " + settings.maxJarBytes()
                    + " bytes that max.jar.bytes in etc/io.facet.upgrade.cfg allows; give the jar of a bundle");
        } catch (FileNotFoundException | NoSuchFileException e) {
            throw new Failure("there is no file " + location + " on the server; check the path", e);
        } catch (MalformedURLException | InvalidPathException e) {
            throw new Failure(location + " is neither a path nor a URL that the server knows; check it", e);
        } catch (IOException e) {
            throw new Failure(location + " cannot be read (" + e + "); check it", e);
        } catch (Failure e) {
            throw new Failure(location + " cannot be used: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new Failure(location + " cannot be fetched (" + e + "); see the log", e);
        }
    }

    private InputStream open(String location) throws IOException {
        // One letter and a colon would be a drive, not a scheme.
        if (!location.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            return Files.newInputStream(Path.of(location));
        }
        URLConnection connection = new URL(location).openConnection();
        connection.setConnectTimeout(millis(settings.fetchTimeout()));
        connection.setReadTimeout(millis(settings.fetchTimeout()));
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            if (total > settings.maxJarBytes()) {
                throw new TooLarge();
            }
            out.write(buffer, 0, read);
        }
    }

    private static int millis(Duration duration) {
        return (int) duration.toMillis();
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
