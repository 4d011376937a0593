// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The small model of the tests, line by line. A comment such as {@code #m0.base} at its end names a line. */
final class Document {
    static final String UUID = "3d1c7a52-8b0e-4a6f-9c55-7e2f4b9d1a10";
    static final Limits LIMITS = new Limits(1 << 20, 64, 1 << 16, 100_000);

    private final List<String> lines;

    private Document(List<String> lines) {
        this.lines = lines;
    }

    /** The model as it is. */
    static Document base() {
        try (InputStream in = Document.class.getResourceAsStream("/model-base.yaml")) {
            return new Document(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document with another content in the named line, which keeps its indent; {@code ""} takes the line away. */
    Document with(String name, String content) {
        List<String> changed = new ArrayList<>(lines);
        int line = lineOf(name) - 1;
        String indent = changed.get(line).replaceAll("^([ -]*).*", "$1");
        if (content.isEmpty()) {
            changed.remove(line);
        } else {
            changed.set(line, indent + content + " #" + name);
        }
        return new Document(changed);
    }

    /** The document with a part of the named line replaced. */
    Document with(String name, String part, String replacement) {
        List<String> changed = new ArrayList<>(lines);
        int line = lineOf(name) - 1;
        if (!changed.get(line).contains(part)) {
            throw new AssertionError("line " + name + " has no " + part);
        }
        changed.set(line, changed.get(line).replace(part, replacement));
        return new Document(changed);
    }

    /** The document without the named line and all below it that are indented deeper. */
    Document without(String name) {
        List<String> changed = new ArrayList<>(lines);
        int line = lineOf(name) - 1;
        int indent = indent(changed.remove(line));
        while (line < changed.size() && indent(changed.get(line)) > indent) {
            changed.remove(line);
        }
        return new Document(changed);
    }

    /** Number of the named line, from 1. */
    int lineOf(String name) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).endsWith(" #" + name)) {
                return i + 1;
            }
        }
        throw new AssertionError("no line is called " + name);
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    /** The bytes. */
    InputStream stream() {
        return stream(toString());
    }

    static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the importer makes of it. */
    Description read(Ledger ledger) {
        return new DescriptionReader(new YamlReader(LIMITS, Sections.SKIMMED).read(stream()), ledger).read();
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
