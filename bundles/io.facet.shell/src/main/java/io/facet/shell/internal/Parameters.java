// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.karaf.shell.support.CommandException;

/** Parameters of a call, as an operator gives them. */
public final class Parameters {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_BYTES = 64 << 20;

    private Parameters() {}

    /**
     * The parameters as bytes.
     *
     * @param given JSON text, or {@code @} and a file with it, or {@code -} for the standard input; null for none
     * @throws CommandException saying where, if it is not one JSON object
     */
    public static byte[] read(String given, InputStream standardInput) throws CommandException {
        if (given == null) {
            return "{}".getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes;
        String where;
        if (given.equals("-")) {
            where = "the standard input";
            bytes = bounded(() -> standardInput, where);
        } else if (given.startsWith("@")) {
            where = given.substring(1);
            bytes = bounded(() -> Files.newInputStream(Path.of(given.substring(1))), where);
        } else {
            where = "the parameters";
            bytes = given.getBytes(StandardCharsets.UTF_8);
        }
        check(bytes, where);
        return bytes;
    }

    @FunctionalInterface
    private interface Source {
        InputStream open() throws IOException;
    }

    private static byte[] bounded(Source source, String where) throws CommandException {
        try (InputStream in = source.open()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw Services.failure("There are more than " + MAX_BYTES + " bytes in " + where + ".");
            }
            return bytes;
        } catch (IOException e) {
            throw new CommandException("Cannot read " + where + ": " + Passwords.reason(e), e);
        }
    }

    private static void check(byte[] bytes, String where) throws CommandException {
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Services.failure("There has to be a JSON object in " + where + ", such as"
                        + " {\"entities\": [{\"tag\": \"machine-0\"}]}.");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw wrong(where, "something follows the object", parser.currentTokenLocation());
            }
        } catch (JsonProcessingException e) {
            throw wrong(where, e.getOriginalMessage(), e.getLocation());
        } catch (IOException e) {
            throw new CommandException("Cannot read " + where + ": " + Passwords.reason(e), e);
        }
    }

    private static CommandException wrong(String where, String what, JsonLocation location) {
        return Services.failure("Not JSON at line " + location.getLineNr() + ", column " + location.getColumnNr()
                + " of " + where + ": " + what.strip().replaceAll("\\[Source: [^;]*; ", "["));
    }
}
