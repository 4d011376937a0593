// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * Reads the YAML of a description and refuses what no exporter writes: aliases, anchors, tags, merge keys, duplicate
 * keys, several documents, and whatever exceeds the {@link Limits}.
 *
 * <p>It uses the events of SnakeYAML, the engine of Jackson's YAML format, and not Jackson itself: Jackson hides whether
 * a scalar was quoted, takes {@code 52:54:00:00:00:10} for a string, follows aliases and tags, and stops at 3 MiB; the
 * format depends on these differences ({@code model-description.md} section 1).
 */
final class YamlReader {
    /** Longer texts are seldom repeated, so keeping them apart would cost more than it saves. */
    private static final int SHARED_TEXT_CHARS = 48;

    private static final int SHARED_TEXTS = 100_000;

    /** Entries of a section have the same keys, in a few variants; maps of any names would only fill the memory. */
    private static final int SHARED_KEYS = 10_000;

    private final Limits limits;
    private final Set<String> skimmed;
    private final Map<String, String> shared = new HashMap<>();
    private final Map<List<String>, List<String>> sharedKeys = new HashMap<>();
    private Iterator<Event> events;
    private int nodes;

    /**
     * @param skimmed top-level sections of which only the number of entries is wanted: they are checked like all others,
     *     but what is in their entries is not kept
     */
    YamlReader(Limits limits, Set<String> skimmed) {
        this.limits = limits;
        this.skimmed = skimmed;
    }

    /**
     * The one map that the document is.
     *
     * @param in the document, UTF-8; read to its end
     * @throws FacetException code {@code not valid}, with line and column where they are known
     */
    YamlNode.Mapping read(InputStream in) {
        Reader text = new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        try {
            events = new Yaml(options).parse(text).iterator();
            return document();
        } catch (MarkedYAMLException e) {
            throw at(e.getProblemMark(), "not valid YAML: " + e.getProblem());
        } catch (YAMLException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new FacetException(ErrorCode.NOT_VALID, "the document is not UTF-8 text", e);
            }
            throw new FacetException(ErrorCode.NOT_VALID, "not valid YAML: " + e.getMessage(), e);
        }
    }

    private YamlNode.Mapping document() {
        events.next();
        Event start = events.next();
        if (!(start instanceof DocumentStartEvent documentStart)) {
            throw at(start.getStartMark(), "the document is empty, expected a map");
        }
        if (documentStart.getTags() != null && !documentStart.getTags().isEmpty()) {
            throw at(start.getStartMark(), "tags are not allowed");
        }
        Event first = events.next();
        if (!(node(first, 0, Integer.MAX_VALUE) instanceof YamlNode.Mapping root)) {
            throw at(first.getStartMark(), "the document is no map; expected the description of a model");
        }
        events.next();
        Event next = events.next();
        if (next instanceof DocumentStartEvent) {
            throw at(next.getStartMark(), "more than one document");
        }
        return root;
    }

    /**
     * @param depth how many maps and lists are around the node
     * @param keep how many levels of content to keep
     */
    private YamlNode node(Event event, int depth, int keep) {
        if (++nodes > limits.nodes()) {
            throw at(
                    event.getStartMark(),
                    "the document has more than " + limits.nodes() + " nodes (setting max.nodes)");
        }
        return uncounted(event, depth, keep);
    }

    private YamlNode uncounted(Event event, int depth, int keep) {
        Mark mark = event.getStartMark();
        if (event instanceof AliasEvent || ((NodeEvent) event).getAnchor() != null) {
            throw at(mark, "anchors and aliases are not allowed");
        }
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar, keep);
        }
        if (depth >= limits.depth()) {
            throw at(mark, "nested deeper than " + limits.depth() + " levels (setting max.depth)");
        }
        if (event instanceof SequenceStartEvent list) {
            refuseTag(list.getTag(), mark);
            return sequence(mark, depth, keep);
        }
        refuseTag(((MappingStartEvent) event).getTag(), mark);
        return mapping(mark, depth, keep);
    }

    private YamlNode.Scalar scalar(ScalarEvent scalar, int keep) {
        Mark mark = scalar.getStartMark();
        refuseTag(scalar.getTag(), mark);
        String text = scalar.getValue();
        if (text.length() > limits.scalarChars()) {
            throw at(
                    mark,
                    "a scalar of " + text.length() + " characters is longer than " + limits.scalarChars()
                            + " (setting max.scalar.chars)");
        }
        ScalarKind kind = scalar.isPlain() ? ScalarKind.ofPlain(text) : ScalarKind.TEXT;
        return new YamlNode.Scalar(keep < 0 ? "" : share(text), kind, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private YamlNode.Sequence sequence(Mark mark, int depth, int keep) {
        List<YamlNode> items = new ArrayList<>(2);
        for (Event event = events.next(); !event.is(Event.ID.SequenceEnd); event = events.next()) {
            YamlNode item = node(event, depth + 1, keep - 1);
            if (keep > 0) {
                items.add(item);
            }
        }
        return new YamlNode.Sequence(List.copyOf(items), mark.getLine() + 1, mark.getColumn() + 1);
    }

    private YamlNode.Mapping mapping(Mark mark, int depth, int keep) {
        List<String> keys = new ArrayList<>();
        List<YamlNode> values = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        YamlNode.Scalar oddKey = null;
        for (Event event = events.next(); !event.is(Event.ID.MappingEnd); event = events.next()) {
            YamlNode.Scalar keyNode = key(event, depth);
            String key = keyNode.text();
            if (!seen.add(key)) {
                throw at(event.getStartMark(), "duplicate key \"" + key + "\"");
            }
            oddKey = keyNode.kind() == ScalarKind.TEXT ? oddKey : keyNode;
            boolean skim = depth == 0 && skimmed.contains(key);
            // The section, its list, and empty entries: enough to count.
            YamlNode value = node(events.next(), depth + 1, skim ? 2 : keep - 1);
            if (keep > 0) {
                keys.add(key);
                values.add(value);
            }
        }
        return new YamlNode.Mapping(share(List.copyOf(keys)), values, oddKey, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private YamlNode.Scalar key(Event event, int depth) {
        // Not kept as a node: its text is shared, and the value that it has is counted.
        if (!(uncounted(event, depth + 1, Integer.MAX_VALUE) instanceof YamlNode.Scalar key)) {
            throw at(event.getStartMark(), "expected string as key, got a map or list");
        }
        if (key.text().equals("<<") && ((ScalarEvent) event).isPlain()) {
            throw at(event.getStartMark(), "merge keys are not allowed");
        }
        return key;
    }

    /** Keys, statuses, versions and times repeat by the thousand; one copy of each will do. */
    private String share(String text) {
        if (text.length() > SHARED_TEXT_CHARS) {
            return text;
        }
        String known = shared.get(text);
        if (known == null && shared.size() < SHARED_TEXTS) {
            shared.put(text, text);
        }
        return known == null ? text : known;
    }

    /** Lists of keys repeat as keys do. */
    private List<String> share(List<String> keys) {
        List<String> known = sharedKeys.get(keys);
        if (known == null && sharedKeys.size() < SHARED_KEYS) {
            sharedKeys.put(keys, keys);
        }
        return known == null ? keys : known;
    }

    private static void refuseTag(String tag, Mark mark) {
        if (tag != null) {
            throw at(mark, "tags are not allowed");
        }
    }

    private static FacetException at(Mark mark, String text) {
        return mark == null
                ? new FacetException(ErrorCode.NOT_VALID, text)
                : new Where("", mark.getLine() + 1, mark.getColumn() + 1).notValid(text);
    }
}
